/**
 * Moves a service from CodeDeploy, or from rolling updates, to ECS's own deployments: the findings,
 * their translation, what is lost, and the steps. Pure except for {@link
 * io.github.xacct.migrate.Account}. Imports model, event and deploy.port.
 */
package io.github.xacct.migrate;
