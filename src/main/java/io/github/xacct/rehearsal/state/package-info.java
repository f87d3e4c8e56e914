/**
 * The resources of the rehearsed accounts, and saved files that survive a killed process. Imports
 * rehearsal.plan and rehearsal.wire.
 */
package io.github.xacct.rehearsal.state;
