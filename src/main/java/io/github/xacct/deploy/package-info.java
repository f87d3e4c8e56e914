/**
 * The story of a deployment, top to bottom: look, refuse, register, create, watch, conclude. Knows
 * neither Maven nor the AWS SDK nor an engine by name. Imports model, event, revision and its
 * ports.
 */
package io.github.xacct.deploy;
