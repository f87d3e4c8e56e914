package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;

/**
 * {@code <pipeline>}: the pipeline from a commit to the last environment, which {@code bootstrap}
 * creates, {@code templates} writes and {@code pipeline} rehearses. Requires {@code connection} and
 * {@code repository}, or one of {@code codeCommit}, {@code github} and {@code gitlab}.
 */
public class PipelineXml {
  /** ARN of the CodeConnections connection to the source. Required without the others. */
  public String connection;

  /** Repository of the connection, owner/name. Required with connection. */
  public String repository;

  /** CodeCommit repository in the development account. */
  public String codeCommit;

  /**
   * GitHub repository, owner/name in GitHub's spelling, whose own workflow deploys instead of
   * CodePipeline.
   */
  public String github;

  /** GitLab project, group/name, whose own pipeline deploys instead of CodePipeline. */
  public String gitlab;

  /**
   * Issuer of the tokens of a self-hosted GitHub or GitLab server. Default: that of github.com or
   * gitlab.com.
   */
  public String oidcIssuer;

  /**
   * ARN of the IAM identity provider for the issuer, if the account already has one. Default: one
   * is created.
   */
  public String oidcProvider;

  /**
   * ARN of the CodeArtifact repository from which the builds download the plugin. Default: Maven
   * Central.
   */
  public String codeArtifact;

  /**
   * Maven settings file of the builds, a path in the repository. Default: .xacct/settings.xml with
   * codeArtifact, which templates writes, else CodeBuild's own.
   */
  public String mavenSettings;

  /** Branch whose commits start the pipeline. Default: main. */
  public String branch;

  /** Environments in the order of deployment, comma-separated. Default: all as written. */
  public String environments;

  /**
   * Who approves a deployment to an environment, {@code <approvals><prod>EngineeringLead,
   * QA</prod></approvals>}. Default: Approval before the last of several environments.
   */
  @Holds(item = "ENVIRONMENT")
  public LinkedHashMap<String, String> approvals;

  /**
   * What the deploy stages run: plugin, or codedeploy-action for CodePipeline's CodeDeployToECS.
   * Default: plugin.
   */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"plugin", "codedeploy-action"})
  public String deployWith;
}
