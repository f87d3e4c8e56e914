/**
 * Detects the CI system that runs this build, its run and the commit that is checked out, and
 * adapts the output to it. Imports model, event and report.
 */
package io.github.xacct.goal.ci;
