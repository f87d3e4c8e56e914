/**
 * Access to AWS: sessions, credentials, roles, retries and errors. This package and those below it
 * are the only ones that import the AWS SDK. Imports model, event and deploy's ports.
 */
package io.github.xacct.aws;
