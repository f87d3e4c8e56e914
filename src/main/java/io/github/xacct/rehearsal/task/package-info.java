/**
 * How one container is pulled, unpacked, started and logged. Imports rehearsal.ecr,
 * rehearsal.readonly and the packages below them.
 */
package io.github.xacct.rehearsal.task;
