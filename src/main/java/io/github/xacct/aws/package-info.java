/**
 * How AWS is entered and what its errors mean: sessions, credentials, roles, retries. This package
 * and those below it are the only ones that import the AWS SDK. Imports model, event and deploy's
 * ports.
 */
package io.github.xacct.aws;
