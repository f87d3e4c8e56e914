/**
 * What a CloudFormation template says once its parameters are known: sections, functions,
 * conditions, dependencies, and whether each resource's properties fit AWS's schema. Text and trees
 * in, trees out; knows no account and changes nothing. Imports nothing of ours.
 */
package io.github.xacct.rehearsal.cloudformation.template;
