/**
 * The reference of goals, parameters and elements: for help, the XML Schema and the docs. Imports
 * goal.configuration, and from rehearsal the names of faults.
 */
package io.github.xacct.goal.help;
