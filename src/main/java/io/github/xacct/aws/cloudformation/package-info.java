/** CloudFormation behind the ports of stack. Imports model and stack. */
package io.github.xacct.aws.cloudformation;
