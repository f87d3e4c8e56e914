/**
 * The load balancer: listeners that forward for real, targets and their health. Imports the
 * packages below rehearsal.task.
 */
package io.github.xacct.rehearsal.elb;
