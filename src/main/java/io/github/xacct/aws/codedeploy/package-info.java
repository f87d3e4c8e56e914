/**
 * Implements the ports of deploy with CodeDeploy. Imports model, event, the adapters for listeners
 * and services, and the ports of deploy and preflight.
 */
package io.github.xacct.aws.codedeploy;
