/**
 * Whether a task reaches what it needs, by the route tables, gateways, endpoints, security groups
 * and network ACLs of its VPC: EC2's answers evaluated, pure. Preflight, bootstrap and the embedded
 * AWS all go through here. Imports nothing of ours.
 */
package io.github.xacct.network;
