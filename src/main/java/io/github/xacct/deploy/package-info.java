/**
 * The course of a deployment, top to bottom: look, refuse, register, create, watch, conclude.
 * Independent of Maven, the AWS SDK and the engine that shifts traffic. Imports model, event,
 * revision and its ports.
 */
package io.github.xacct.deploy;
