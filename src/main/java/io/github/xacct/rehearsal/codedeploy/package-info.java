/**
 * Deployments: their lifecycle, hooks, traffic and history, and the calls about them. Imports
 * rehearsal.ecs and the packages below it.
 */
package io.github.xacct.rehearsal.codedeploy;
