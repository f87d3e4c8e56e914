/**
 * Checks whether a deployment can work, before anything changes: one file per section of checks,
 * each check a pure function of facts that a port reads. Independent of Maven and the AWS SDK.
 * Imports model, policy, event, revision and deploy's ports.
 */
package io.github.xacct.preflight;
