/**
 * Plans, writes and performs the move between deployment engines for the goal migrate, and
 * rehearses it while requests are measured. Start reading at MigrationWork. Imports migrate, report
 * and rehearsal, but no goal.
 */
package io.github.xacct.goal.migrating;
