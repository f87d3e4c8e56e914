/**
 * The plugin's {@code <configuration>} as it is written: one dictionary of its elements, one reader
 * that reports everything that would be lost, and the {@code ...Xml} classes that it fills. Imports
 * model and what the values of a parameter may be.
 */
package io.github.xacct.goal.configuration.xml;
