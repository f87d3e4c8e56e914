/**
 * Reads the rest of the Maven build: the app's files, other plugins' configuration, proxies,
 * servers. Imports goal.configuration, model and image.
 */
package io.github.xacct.goal.project;
