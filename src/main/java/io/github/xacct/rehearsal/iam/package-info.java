/**
 * Identities, their policies, sessions, and the evaluation of permissions. Imports policy and the
 * packages below it.
 */
package io.github.xacct.rehearsal.iam;
