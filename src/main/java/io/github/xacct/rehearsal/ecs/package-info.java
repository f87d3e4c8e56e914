/**
 * The API of ECS: services, task sets, tasks and task definitions. Imports rehearsal.task,
 * rehearsal.elb and the packages below them.
 */
package io.github.xacct.rehearsal.ecs;
