/**
 * Deployments of ECS itself: blue/green, canary and linear service deployments behind deploy's
 * ports. Which of the two engines a service has, its deployment controller says. Imports model,
 * event, the adapters for listeners, services and CodeDeploy, and the ports of deploy and
 * preflight.
 */
package io.github.xacct.aws.servicedeployment;
