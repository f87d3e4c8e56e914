/**
 * Containers: pulling and unpacking images, starting processes, logging. Imports rehearsal.ecr,
 * rehearsal.readonly and the packages below them.
 */
package io.github.xacct.rehearsal.task;
