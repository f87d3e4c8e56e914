/**
 * Base images: which one a name means, what is in it, and what of it is kept on this machine.
 * Imports model, image.file and image.registry.
 */
package io.github.xacct.image.base;
