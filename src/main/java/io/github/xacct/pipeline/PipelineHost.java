package io.github.xacct.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Port to the rehearsed AWS in which a pipeline runs, and to the processes of its builds. */
public interface PipelineHost {

  /** Returns the region of the pipeline. */
  String region();

  /** Returns the CodeBuild project with this name. */
  Project project(String name);

  /**
   * Returns the environment variables with which a build calls AWS: the endpoint, and credentials
   * of a session of the project's role.
   */
  Map<String, String> asRoleOf(Project project);

  /**
   * Checks that a role is allowed an action on a resource.
   *
   * @param context values of condition keys
   * @throws io.github.xacct.model.XacctException with AWS's error message if it is denied
   */
  void demand(String role, String action, String resource, Map<String, List<String>> context);

  /** Checks that a role is allowed an action, without condition keys. */
  default void demand(String role, String action, String resource) {
    demand(role, action, resource, Map.of());
  }

  /** Returns the local URL of the environment to which an approval's stage links. */
  String reachable(String stage, String url);

  /**
   * Creates and follows a deployment as the CodePipeline action CodeDeployToECS does.
   *
   * @return the result in words
   */
  String deploy(Deployment deployment);

  /**
   * The input of the action CodeDeployToECS.
   *
   * @param pipeline name of the pipeline
   * @param pipelineRole role of the pipeline, which assumes the action's role
   * @param taskDefinition with its image filled in
   * @param appSpec with a placeholder for the task definition
   * @param region of the deployment
   * @param store artifact store in that region
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
   * Publishes the notification that an action failed or was rejected.
   *
   * @param summary of the failure, as in CodePipeline's notification
   */
  void failed(String stage, String action, String summary);

  /** Checks the commit out into a folder. */
  Commit source(Path folder);

  /** Runs the script of a build and waits for its end. */
  Ended run(Build build);

  /**
   * The input of a build.
   *
   * @param name of stage and action, joined by a hyphen
   * @param folder working directory
   * @param script sh script
   * @param environment all environment variables, except those that this machine needs to run Maven
   * @param log file for its output
   */
  record Build(
      String name, Path folder, String script, Map<String, String> environment, Path log) {}

  /** The exit code of a process that ended. */
  record Ended(int exitCode) {}

  /**
   * The result of the source action.
   *
   * @param root folder that contains the POM
   * @param id commit ID; empty outside of a Git repository
   * @param words what replaced the connection, for people
   */
  record Commit(Path root, String id, String words) {}
}
