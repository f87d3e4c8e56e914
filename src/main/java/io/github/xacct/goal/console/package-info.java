/**
 * The interface between a goal and its caller: the lines and documents that it prints, the
 * confirmations that it requests, and the failure or exit code with which it ends. Start reading at
 * GoalOutput. Imports report, revision, goal.files and goal.ci, but no goal.
 */
package io.github.xacct.goal.console;
