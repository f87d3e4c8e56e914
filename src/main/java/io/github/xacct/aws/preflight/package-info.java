/**
 * Reads the facts that preflight checks. Imports model, preflight, deploy's ports and the other
 * adapters.
 */
package io.github.xacct.aws.preflight;
