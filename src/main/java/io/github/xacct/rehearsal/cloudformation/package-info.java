/**
 * Stacks and change sets, and the calls about them. Imports its templates and the packages below;
 * what else stacks touch is a port.
 */
package io.github.xacct.rehearsal.cloudformation;
