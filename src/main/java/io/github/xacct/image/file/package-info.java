/**
 * Files that an image is built from, or that are kept for the next build: listing, hashing, atomic
 * writes. Imports model.
 */
package io.github.xacct.image.file;
