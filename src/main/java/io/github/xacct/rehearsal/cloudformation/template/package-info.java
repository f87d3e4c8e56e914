/**
 * The evaluation of CloudFormation templates: sections, functions, conditions, dependencies, and
 * validation of resource properties against AWS's schemas. It is independent of accounts and
 * changes nothing. Imports no other package of this project.
 */
package io.github.xacct.rehearsal.cloudformation.template;
