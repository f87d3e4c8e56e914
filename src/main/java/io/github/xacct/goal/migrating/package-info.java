/**
 * A move between engines as the goal shows, writes and performs it, and its rehearsal under
 * measured requests. Begin reading at MigrationWork. Imports migrate, report and rehearsal, but no
 * goal.
 */
package io.github.xacct.goal.migrating;
