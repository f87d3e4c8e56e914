/**
 * The embedded AWS: the face, by which it is started, asked and ended, and its parts put together.
 * Imports every package below it, and nothing of the client side, so that one mistake cannot hide
 * on both sides of the wire.
 */
package io.github.xacct.rehearsal;
