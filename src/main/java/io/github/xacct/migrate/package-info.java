/**
 * The way of a service from CodeDeploy, or from rolling updates, to ECS's own deployments: what is
 * found, what it becomes, what is lost, and the steps. Pure but for {@link
 * io.github.xacct.migrate.Account}. Imports model, event and deploy.port.
 */
package io.github.xacct.migrate;
