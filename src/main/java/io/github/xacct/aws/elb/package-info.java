/**
 * Reads listeners, rules and target groups. Imports model, the package above and the ports of
 * deploy and preflight.
 */
package io.github.xacct.aws.elb;
