/**
 * Files that an image is built of or that are kept for the next one: how they are listed, hashed,
 * written whole. Imports model.
 */
package io.github.xacct.image.file;
