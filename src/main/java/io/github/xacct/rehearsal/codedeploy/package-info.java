/**
 * CodeDeploy's deployments: their lifecycle, hooks, traffic, history and API. Imports rehearsal.ecs
 * and the packages below it.
 */
package io.github.xacct.rehearsal.codedeploy;
