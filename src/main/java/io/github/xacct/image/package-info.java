/**
 * How the compiled app becomes an image, as a tarball or in a registry. The only package that
 * imports Jib; imports model and report.
 */
package io.github.xacct.image;
