/**
 * ECR: its API and the registry protocol by which images are pushed and pulled. Imports
 * rehearsal.permission and the packages below it.
 */
package io.github.xacct.rehearsal.ecr;
