/**
 * What listeners and target groups say. Imports model, the package above and the ports of deploy
 * and preflight.
 */
package io.github.xacct.aws.elb;
