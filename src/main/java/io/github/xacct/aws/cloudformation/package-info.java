/** Implements the ports of stack with CloudFormation. Imports model and stack. */
package io.github.xacct.aws.cloudformation;
