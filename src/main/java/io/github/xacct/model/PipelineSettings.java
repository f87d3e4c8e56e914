package io.github.xacct.model;

import java.util.List;
import java.util.Optional;

/**
 * The pipeline from a commit to the last environment.
 *
 * @param app name of the app, and of the pipeline
 * @param source where commits come from
 * @param steps the environments, in their order
 * @param deployWith what a deploy stage runs
 * @param javaRuntime that CodeBuild compiles with and runs Maven on, such as corretto21
 * @param maven where its builds find the plugin
 */
public record PipelineSettings(
    String app,
    Source source,
    List<Step> steps,
    DeployWith deployWith,
    String javaRuntime,
    MavenSource maven) {

  /** One whose builds find everything in Maven Central. */
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

  /** The JDK of CodeBuild's images that runs what is compiled for a Java release. */
  public static String runtimeFor(int javaRelease) {
    return javaRelease > 21 ? "corretto25" : javaRelease > 17 ? "corretto21" : "corretto17";
  }

  /** What a deploy stage runs. */
  public enum DeployWith {
    /** The goal blue-green-deploy, in CodeBuild. */
    PLUGIN,
    /** CodePipeline's action CodeDeployToECS. */
    CODEDEPLOY_ACTION
  }

  /**
   * Where commits come from.
   *
   * @param connection ARN of a CodeConnections connection; absent means CodeCommit
   * @param repository owner/name of a connection's repository, or the name of CodeCommit's
   * @param branch whose commits start the pipeline
   * @param issuer of the CI system whose own pipeline deploys, instead of CodePipeline
   */
  public record Source(
      Optional<String> connection, String repository, String branch, Optional<OidcIssuer> issuer) {

    /** A source of CodePipeline. */
    public Source(Optional<String> connection, String repository, String branch) {
      this(connection, repository, branch, Optional.empty());
    }
  }

  /**
   * One environment: approved, deployed to, tested.
   *
   * @param environment its name
   * @param account where it is
   * @param application CodeDeploy's
   * @param deploymentGroup CodeDeploy's
   * @param approvers who are all asked before, each by a name such as QA; empty for nobody
   * @param elsewhere its region, if that is another one than the pipeline's
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

    /** In the region of the pipeline. */
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
