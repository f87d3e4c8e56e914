/**
 * The goals: Maven's parameters in, the plugin's own values out, and the one catch. This package
 * and those below it are the only ones that import {@code org.apache.maven}; may import every other
 * package.
 */
package io.github.xacct.goal;
