/**
 * Calls of AWS's protocols over HTTP: who signed, parsed in, answered out; knows no service.
 * Imports rehearsal.plan and model.
 */
package io.github.xacct.rehearsal.wire;
