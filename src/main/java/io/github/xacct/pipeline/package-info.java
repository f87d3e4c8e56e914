/**
 * Generates the template and the buildspecs of the pipeline from a commit to the last environment,
 * and runs them on this machine through the ports of {@link io.github.xacct.pipeline.PipelineRun},
 * without SDK and Maven. Imports model and event.
 */
package io.github.xacct.pipeline;
