/**
 * The initial set-up of a rehearsal's accounts, correct or with faults. Imports every package below
 * it.
 */
package io.github.xacct.rehearsal.setup;
