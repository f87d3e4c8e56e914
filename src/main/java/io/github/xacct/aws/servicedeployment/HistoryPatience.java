package io.github.xacct.aws.servicedeployment;

/** How long failing reads of past deployments are retried. */
public enum HistoryPatience {
  /** For a minute, like all reads that a goal needs. */
  WHOLE,
  /** Like WHOLE, but for task definitions, which are optional in the output, only for seconds. */
  TASK_DEFINITIONS_BRIEFLY,
  /** Only for seconds. */
  BRIEFLY
}
