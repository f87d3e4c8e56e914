/**
 * Evaluates whether tasks can reach the services they need, from the route tables, gateways,
 * endpoints, security groups and network ACLs of their VPC as EC2 describes them, without calls.
 * Used by preflight, bootstrap and the embedded AWS. Imports no other package of this plugin.
 */
package io.github.xacct.network;
