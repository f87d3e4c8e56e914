/**
 * Reads the plugin's {@code <configuration>} as written: one dictionary of its elements, one reader
 * that reports everything it cannot use, and the {@code ...Xml} classes that it fills. Imports
 * model and the types of parameter values.
 */
package io.github.xacct.goal.configuration.xml;
