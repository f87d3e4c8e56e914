/**
 * How the goals use the embedded AWS: made of the same configuration that deploys to the real one,
 * with a build machine and a source in the place of CodeBuild and the connection. Imports
 * goal.configuration, goal.files and rehearsal.
 */
package io.github.xacct.goal.rehearsed;
