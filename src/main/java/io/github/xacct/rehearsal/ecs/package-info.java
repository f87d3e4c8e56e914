/**
 * Services, task sets and their tasks, and the calls about them. Imports rehearsal.task,
 * rehearsal.elb and the packages below them.
 */
package io.github.xacct.rehearsal.ecs;
