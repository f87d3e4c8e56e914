/**
 * Elastic Load Balancing: listeners that forward real requests, targets and their health. Imports
 * the packages below rehearsal.task.
 */
package io.github.xacct.rehearsal.elb;
