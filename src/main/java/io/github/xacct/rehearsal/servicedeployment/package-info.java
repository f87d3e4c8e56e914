/**
 * Deployments that ECS makes itself: blue/green, linear and canary, without CodeDeploy. Imports
 * rehearsal.ecs and the packages below it.
 */
package io.github.xacct.rehearsal.servicedeployment;
