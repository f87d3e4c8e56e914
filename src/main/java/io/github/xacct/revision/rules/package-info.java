/**
 * What AWS checks of a task definition at RegisterTaskDefinition and of an AppSpec at
 * CreateDeployment: pure functions of a JSON tree. The goals ask them before anything is built, the
 * embedded AWS when it is called. Imports the model and Jackson's tree, nothing else.
 */
package io.github.xacct.revision.rules;
