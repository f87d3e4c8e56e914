/**
 * Generates the reference of goals, parameters and elements for the goal help, the XML Schema and
 * the docs. Imports goal.configuration, and from rehearsal the names of faults.
 */
package io.github.xacct.goal.help;
