/**
 * The story of a deployment, top to bottom: look, refuse, register, create, watch, conclude; and
 * the ports it needs. Knows neither Maven nor the AWS SDK nor an engine by name. Imports model,
 * revision and report.
 */
package io.github.xacct.deploy;
