/**
 * Connects the goals with the embedded AWS: builds it from the same configuration that deploys to
 * the real one, and replaces CodeBuild and the source connection by local processes and files.
 * Imports goal.configuration, goal.files and rehearsal.
 */
package io.github.xacct.goal.rehearsed;
