/**
 * Whether a deployment could work, found out before anything changes: one file per section of
 * checks, each check a pure function of facts that a port reads. Knows neither Maven nor the AWS
 * SDK. Imports model, policy, event, revision and deploy's ports.
 */
package io.github.xacct.preflight;
