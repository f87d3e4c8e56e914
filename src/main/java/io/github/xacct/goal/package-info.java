/**
 * The goals: Maven's parameters in, the plugin's own values out, and the one catch. The only
 * package that imports {@code org.apache.maven}; may import every other package.
 */
package io.github.xacct.goal;
