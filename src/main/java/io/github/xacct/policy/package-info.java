/**
 * What IAM would decide: policy documents evaluated against a request, pure. Trust policies,
 * repository policies and identity policies all go through here, in preflight and in the embedded
 * AWS. Imports model.
 */
package io.github.xacct.policy;
