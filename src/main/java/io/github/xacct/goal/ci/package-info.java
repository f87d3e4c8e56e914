/**
 * Which CI system runs this build, for what, and what it reads of the output; which commit is
 * checked out. Imports model, event and report.
 */
package io.github.xacct.goal.ci;
