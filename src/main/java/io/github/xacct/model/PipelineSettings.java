package io.github.xacct.model;

import java.util.List;
import java.util.Optional;

/**
 * The settings of the pipeline from a commit to the last environment.
 *
 * @param app name of the app and of the pipeline
 * @param source where commits come from
 * @param steps one per environment, in the order of deployment
 * @param deployWith what a deploy stage runs
 * @param javaRuntime JDK with which CodeBuild compiles and runs Maven, such as corretto21
 * @param maven where its builds download the plugin
 */
public record PipelineSettings(
    String app,
    Source source,
    List<Step> steps,
    DeployWith deployWith,
    String javaRuntime,
    MavenSource maven) {

  /** A pipeline whose builds download everything from Maven Central. */
  public PipelineSettings(
      String app, Source source, List<Step> steps, DeployWith deployWith, String javaRuntime) {
    this(app, source, steps, deployWith, javaRuntime, MavenSource.CENTRAL);
  }

  public PipelineSettings {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a pipeline needs an environment to deploy to");
    }
  }

  /** Returns the JDK of CodeBuild's images for classes of a Java release. */
  public static String runtimeFor(int javaRelease) {
    return javaRelease > 21 ? "corretto25" : javaRelease > 17 ? "corretto21" : "corretto17";
  }

  /** What a deploy stage runs. */
  public enum DeployWith {
    /** The goal blue-green-deploy, in CodeBuild. */
    PLUGIN,
    /** The CodePipeline action CodeDeployToECS. */
    CODEDEPLOY_ACTION
  }

  /**
   * Where commits come from.
   *
   * @param connection ARN of a CodeConnections connection; absent means CodeCommit
   * @param repository {@code owner/name} of a connection's repository, or the CodeCommit
   *     repository's name
   * @param branch whose commits start the pipeline
   * @param issuer of the CI system whose own pipeline deploys, instead of CodePipeline
   */
  public record Source(
      Optional<String> connection, String repository, String branch, Optional<OidcIssuer> issuer) {

    /** A source action of CodePipeline. */
    public Source(Optional<String> connection, String repository, String branch) {
      this(connection, repository, branch, Optional.empty());
    }
  }

  /**
   * One environment: approved, deployed to, tested.
   *
   * @param environment name of the environment
   * @param account target account
   * @param application CodeDeploy application
   * @param deploymentGroup CodeDeploy deployment group
   * @param approvers names, such as QA, each of which gets an approval action before the
   *     deployment; empty for none
   * @param elsewhere the environment's region if it differs from the pipeline's
   */
  public record Step(
      String environment,
      AccountId account,
      String application,
      String deploymentGroup,
      List<String> approvers,
      Optional<Region> elsewhere) {
    public Step {
      approvers = List.copyOf(approvers);
    }

    /** A step in the region of the pipeline. */
    public Step(
        String environment,
        AccountId account,
        String application,
        String deploymentGroup,
        List<String> approvers) {
      this(environment, account, application, deploymentGroup, approvers, Optional.empty());
    }
  }
}
