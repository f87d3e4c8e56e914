/**
 * The permissions that calls require: the table {@code permissions.txt}. Imports rehearsal.iam and
 * the packages below it.
 */
package io.github.xacct.rehearsal.permission;
