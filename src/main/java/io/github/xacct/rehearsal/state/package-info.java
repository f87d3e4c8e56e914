/**
 * What stands in the rehearsed accounts, kept in files that survive a kill. Imports rehearsal.plan
 * and rehearsal.wire.
 */
package io.github.xacct.rehearsal.state;
