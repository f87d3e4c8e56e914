/**
 * Adapters that speak to AWS behind the ports of others. The only package that imports the AWS SDK;
 * imports model, report, and the ports of deploy and preflight.
 */
package io.github.xacct.aws;
