/**
 * Access to the ECR repository that images are pushed to and promoted from. Imports model, event
 * and deploy's ports.
 */
package io.github.xacct.aws.ecr;
