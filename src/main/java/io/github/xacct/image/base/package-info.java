/**
 * Base images: which image a reference denotes, its contents, and what is cached on this machine.
 * Imports model, image.file and image.registry.
 */
package io.github.xacct.image.base;
