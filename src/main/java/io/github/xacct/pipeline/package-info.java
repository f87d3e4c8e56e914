/**
 * The pipeline from a commit to the last environment: its template and buildspecs written, and read
 * again to be run on this machine. Pure but for the ports of {@link
 * io.github.xacct.pipeline.PipelineRun}: no SDK, no Maven. Imports model and event.
 */
package io.github.xacct.pipeline;
