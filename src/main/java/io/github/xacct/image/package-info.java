/**
 * Builds the image of the compiled app, as a tarball or in a registry. Only this package and those
 * below it import Jib; imports model, event and deploy's ports.
 */
package io.github.xacct.image;
