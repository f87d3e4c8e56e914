/**
 * The interfaces between a deployment and its surroundings, with the values they exchange: the
 * engine that shifts traffic, task definitions, tasks, scaling, history, time. Imports model and
 * event.
 */
package io.github.xacct.deploy.port;
