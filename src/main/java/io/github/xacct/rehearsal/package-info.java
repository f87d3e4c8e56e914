/**
 * The embedded AWS: its public API, by which it is started, queried and closed, and the assembly of
 * its parts. Imports every package below it and none of the client side, so that one mistake cannot
 * hide on both sides of the wire.
 */
package io.github.xacct.rehearsal;
