package io.github.xacct.event;

/** Stores the record of a pipeline run, for people and for a later run. */
public interface PipelineRecords {
  /** Replaces the stored record. */
  void write(PipelineRecord record);

  /**
   * Returns the stored record.
   *
   * @throws io.github.xacct.model.XacctException if no record is stored
   */
  PipelineRecord read();
}
