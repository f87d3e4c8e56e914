/**
 * Implements the ports of deploy with ECS itself: blue/green, canary and linear service
 * deployments. A service's deployment controller determines its engine. Imports model, event, the
 * adapters for listeners, services and CodeDeploy, and the ports of deploy and preflight.
 */
package io.github.xacct.aws.servicedeployment;
