/**
 * The registry: ECR's calls and the protocol by which images are pushed and pulled. Imports
 * rehearsal.permission and the packages below it.
 */
package io.github.xacct.rehearsal.ecr;
