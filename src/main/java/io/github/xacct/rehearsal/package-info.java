/**
 * The embedded AWS: a server that answers as STS, IAM, ECR, ECS, CodeDeploy, CloudFormation and
 * load balancing do, runs tasks as processes of this machine, and moves traffic between them.
 * Imports model and policy, and nothing of the client side, so that one mistake cannot hide on both
 * sides of the wire.
 */
package io.github.xacct.rehearsal;
