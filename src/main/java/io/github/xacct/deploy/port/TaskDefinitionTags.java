package io.github.xacct.deploy.port;

/** What can be noted beside a registered task definition, so that others find it there. */
public interface TaskDefinitionTags {

  /**
   * Notes it, in place of what was noted under this key before.
   *
   * @param taskDefinitionArn with its revision
   * @throws io.github.xacct.model.XacctException if that takes longer than some seconds
   */
  void mark(String taskDefinitionArn, String key, String value);
}
