/**
 * Services that answer what the set-up says and are not simulated further: parameters, secrets,
 * alarms, topics, connections. Beside rehearsal.ecr; imports the packages below it.
 */
package io.github.xacct.rehearsal.readonly;
