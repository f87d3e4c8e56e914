/**
 * How independent waits are spent together. Imports model alone.
 *
 * <p>Begin reading at {@link io.github.xacct.concurrent.FanOut}.
 */
package io.github.xacct.concurrent;
