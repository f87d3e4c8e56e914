/**
 * Which permissions a call needs: the table {@code permissions.txt}. Imports rehearsal.iam and the
 * packages below it.
 */
package io.github.xacct.rehearsal.permission;
