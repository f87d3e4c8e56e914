/**
 * How the accounts of a rehearsal are set up before it begins, well or wrongly. Imports every
 * package below it.
 */
package io.github.xacct.rehearsal.setup;
