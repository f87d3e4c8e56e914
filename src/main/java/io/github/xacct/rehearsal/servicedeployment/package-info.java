/**
 * Deployments by the ECS deployment controller: blue/green, linear and canary, without CodeDeploy.
 * Imports rehearsal.ecs and the packages below it.
 */
package io.github.xacct.rehearsal.servicedeployment;
