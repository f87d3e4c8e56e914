package io.github.xacct.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a walk through a pipeline needs of the AWS that the pipeline stands in. */
public interface PipelineHost {

  /** Region of the pipeline. */
  String region();

  /** The CodeBuild project of this name. */
  Project project(String name);

  /**
   * What a build's environment says of AWS: where it is, and the credentials of a session of the
   * project's role.
   */
  Map<String, String> asRoleOf(Project project);

  /**
   * Demands that a role may do something.
   *
   * @param context values of condition keys
   * @throws io.github.xacct.model.XacctException in AWS's words if it may not
   */
  void demand(String role, String action, String resource, Map<String, List<String>> context);

  /** The same without condition keys. */
  default void demand(String role, String action, String resource) {
    demand(role, action, resource, Map.of());
  }

  /** Where the environment really answers that an approval's stage links to. */
  String reachable(String stage, String url);

  /**
   * Deploys as CodePipeline's action CodeDeployToECS does.
   *
   * @return what became of it, in words
   */
  String deploy(Deployment deployment);

  /**
   * What that action is given.
   *
   * @param pipeline its name
   * @param pipelineRole that assumes the action's role
   * @param taskDefinition with its image filled in
   * @param appSpec with a placeholder for the task definition
   * @param region that it acts in
   * @param store where its artifacts are there
   */
  record Deployment(
      String pipeline,
      String pipelineRole,
      String role,
      String application,
      String group,
      String taskDefinition,
      String appSpec,
      String region,
      Pipeline.Store store) {}

  /**
   * An action has failed, or somebody has rejected: whoever is to be notified of it, is.
   *
   * @param summary as CodePipeline would have it
   */
  void failed(String stage, String action, String summary);

  /** Brings the commit into a folder. */
  Commit source(Path folder);

  /** Runs a script of a build. */
  Ended run(Build build);

  /**
   * A build about to run.
   *
   * @param name of stage and action
   * @param folder where it runs
   * @param script for sh
   * @param environment the whole of it, but for what this machine needs to run Maven
   * @param log where its output goes
   */
  record Build(
      String name, Path folder, String script, Map<String, String> environment, Path log) {}

  /** How a process ended. */
  record Ended(int exitCode) {}

  /**
   * What the source action brought.
   *
   * @param root folder of the build, in which the pom is
   * @param id of the commit; empty outside of a repository
   * @param words what stood in for the connection
   */
  record Commit(Path root, String id, String words) {}
}
