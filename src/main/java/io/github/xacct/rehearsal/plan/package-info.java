/**
 * Values: the plan of a rehearsal, the location of resources, and what a rehearsal reports to its
 * users. Imports model.
 */
package io.github.xacct.rehearsal.plan;
