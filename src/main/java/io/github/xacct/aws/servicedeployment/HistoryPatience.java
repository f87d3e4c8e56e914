package io.github.xacct.aws.servicedeployment;

/** How long is waited for what was deployed before. */
public enum HistoryPatience {
  /** As long as for all that a goal needs. */
  WHOLE,
  /** Nobody waits long for the task definitions, which only adorn what is shown. */
  TASK_DEFINITIONS_BRIEFLY,
  /** Nobody waits long for any of it. */
  BRIEFLY
}
