/**
 * AWS's checks of a task definition (RegisterTaskDefinition) and of an AppSpec (CreateDeployment),
 * as pure functions of a JSON tree. The goals call them before anything is built, the embedded AWS
 * when it receives the call. Imports model and Jackson's tree only.
 */
package io.github.xacct.revision.rules;
