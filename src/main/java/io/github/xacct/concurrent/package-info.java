/**
 * Runs independent work in parallel. Imports model.
 *
 * <p>Start reading at {@link io.github.xacct.concurrent.FanOut}.
 */
package io.github.xacct.concurrent;
