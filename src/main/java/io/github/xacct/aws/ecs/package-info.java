/**
 * Services, their tasks and task definitions behind deploy's ports. Imports model, event, the
 * packages beside it for listeners, and deploy's ports.
 */
package io.github.xacct.aws.ecs;
