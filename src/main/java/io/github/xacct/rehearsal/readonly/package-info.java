/**
 * Services that return the configured resources and simulate nothing else: parameters, secrets,
 * alarms, topics, connections. Beside rehearsal.ecr; imports the packages below it.
 */
package io.github.xacct.rehearsal.readonly;
