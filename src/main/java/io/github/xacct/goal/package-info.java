/**
 * The goals: mojos that convert Maven's parameters to the plugin's own values, run a service, and
 * catch its exceptions. This package and its subpackages are the only ones that import {@code
 * org.apache.maven}; they may import every other package.
 */
package io.github.xacct.goal;
