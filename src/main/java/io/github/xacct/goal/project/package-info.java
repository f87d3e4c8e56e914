/**
 * What the rest of the Maven build says: the app's files, other plugins, proxies, servers. Imports
 * goal.configuration, model and image.
 */
package io.github.xacct.goal.project;
