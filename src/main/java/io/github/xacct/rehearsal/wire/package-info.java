/**
 * Calls of AWS's protocols over HTTP: who signed, parsed in, held against the models, answered out;
 * knows no service. Imports rehearsal.plan, rehearsal.shape and model.
 */
package io.github.xacct.rehearsal.wire;
