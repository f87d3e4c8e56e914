/**
 * What stands between a goal and who called it: the lines and documents that it prints, the
 * questions that it asks, and the failure or exit code that it ends with. Begin reading at
 * GoalOutput. Imports report, revision, goal.files and goal.ci, but no goal.
 */
package io.github.xacct.goal.console;
