/**
 * The stacks, change sets and operations of CloudFormation. Imports its templates and the packages
 * below; the rest of the rehearsal is behind a port.
 */
package io.github.xacct.rehearsal.cloudformation;
