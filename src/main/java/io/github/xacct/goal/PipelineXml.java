package io.github.xacct.goal;

import java.util.LinkedHashMap;

/**
 * {@code <pipeline>}: the way from a commit to the last environment, for {@code bootstrap} and
 * {@code templates} to make and for {@code pipeline} to rehearse. Either {@code connection} and
 * {@code repository} or {@code codeCommit} are needed.
 */
public class PipelineXml {
  /** ARN of the CodeConnections connection to the source. Required without codeCommit. */
  String connection;

  /** Repository of the connection, owner/name. Required with connection. */
  String repository;

  /** CodeCommit repository in the development account. Required without connection. */
  String codeCommit;

  /** Branch whose commits start the pipeline. Default: main. */
  String branch;

  /** Environments in the order of deployment, comma-separated. Default: all as written. */
  String environments;

  /**
   * Who is asked before an environment, {@code <approvals><prod>EngineeringLead,
   * QA</prod></approvals>}. Default: Approval before the last of several environments.
   */
  @Holds(item = "ENVIRONMENT")
  LinkedHashMap<String, String> approvals;

  /**
   * What the deploy stages run: plugin, or codedeploy-action for CodePipeline's CodeDeployToECS.
   * Default: plugin.
   */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"plugin", "codedeploy-action"})
  String deployWith;
}
