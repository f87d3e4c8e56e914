/**
 * Identities, their policies, sessions, and whether a caller may do one thing. Imports policy and
 * the packages below it.
 */
package io.github.xacct.rehearsal.iam;
