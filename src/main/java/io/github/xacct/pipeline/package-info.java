/**
 * The pipeline from a commit to the last environment: its template and buildspecs written, and read
 * again to be walked on this machine. Pure but for the ports of {@link
 * io.github.xacct.pipeline.Walk}: no SDK, no Maven. May import model and report.
 */
package io.github.xacct.pipeline;
