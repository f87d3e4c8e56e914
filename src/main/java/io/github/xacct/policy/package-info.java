/**
 * Evaluates policy documents against a request as IAM would, without calls. Preflight and the
 * embedded AWS use it for trust policies, repository policies and identity policies. Imports model.
 */
package io.github.xacct.policy;
