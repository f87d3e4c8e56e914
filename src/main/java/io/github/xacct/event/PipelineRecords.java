package io.github.xacct.event;

/** Where the record of a pipeline's run is kept, for people and for a later run. */
public interface PipelineRecords {
  /** Keeps all of it, instead of what was kept before. */
  void write(PipelineRecord walk);

  /**
   * What was kept last.
   *
   * @throws io.github.xacct.model.XacctException if there is nothing to read
   */
  PipelineRecord read();
}
