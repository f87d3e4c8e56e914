/**
 * The facts that preflight asks for. Imports model, preflight, deploy's ports and the other
 * adapters.
 */
package io.github.xacct.aws.preflight;
