/**
 * How the compiled app becomes an image, as a tarball or in a registry. This package and those
 * below it are the only ones that import Jib; imports model, event and deploy's ports.
 */
package io.github.xacct.image;
