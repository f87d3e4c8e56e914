/**
 * What a deployment needs of the world, as interfaces and the values that they exchange: the engine
 * that shifts traffic, task definitions, tasks, scaling, the history, time. Imports model and
 * event.
 */
package io.github.xacct.deploy.port;
