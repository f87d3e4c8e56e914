/**
 * Converts the configuration in the POM to settings, with every default filled in and all problems
 * reported at once. Works offline. Imports goal.configuration.xml and the packages whose values it
 * creates.
 */
package io.github.xacct.goal.configuration;
