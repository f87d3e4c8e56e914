package io.github.xacct.deploy.port;

/** Stores notes as tags of a registered task definition, where other runs find them. */
public interface TaskDefinitionTags {

  /**
   * Sets a tag, replacing its previous value.
   *
   * @param taskDefinitionArn including the revision
   * @throws io.github.xacct.model.XacctException if it fails or takes longer than some seconds
   */
  void mark(String taskDefinitionArn, String key, String value);
}
