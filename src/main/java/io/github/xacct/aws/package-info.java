/**
 * Adapters that speak to AWS behind the ports of others. The only package that imports the AWS SDK;
 * imports model, report and deploy's ports.
 */
package io.github.xacct.aws;
