/**
 * Implements the ports of deploy for ECS services, tasks and task definitions. Imports model,
 * event, the sibling packages for listeners, and deploy's ports.
 */
package io.github.xacct.aws.ecs;
