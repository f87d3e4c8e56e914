package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The deployment that preflight checks.
 *
 * @param registry of the development account
 * @param environment of the target account
 * @param taskDefinition to register, with a placeholder for the app's image
 * @param appSpec with a placeholder for the task definition
 * @param pushed the last pushed image, if any
 * @param healthCheckPath the configured health check path, if any
 * @param checks that require the deployment to wait before it shifts traffic
 * @param given whether the image is given, so that the builder pushes none
 * @param url the configured URL of the app, if any
 */
public record Intent(
    RegistrySettings registry,
    Environment environment,
    TaskDefinition taskDefinition,
    AppSpec appSpec,
    Optional<ImageDescription> pushed,
    Optional<String> healthCheckPath,
    ReleaseChecks checks,
    boolean given,
    Optional<URI> url) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A deployment of an image that the builder pushes. */
  public Intent(
      RegistrySettings registry,
      Environment environment,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      Optional<ImageDescription> pushed,
      Optional<String> healthCheckPath,
      ReleaseChecks checks) {
    this(
        registry,
        environment,
        taskDefinition,
        appSpec,
        pushed,
        healthCheckPath,
        checks,
        false,
        Optional.empty());
  }

  /** The same deployment with other checks. */
  Intent with(ReleaseChecks other) {
    return new Intent(
        registry, environment, taskDefinition, appSpec, pushed, healthCheckPath, other, given, url);
  }

  /** The same deployment with this URL of the app. */
  public Intent at(URI where) {
    return new Intent(
        registry,
        environment,
        taskDefinition,
        appSpec,
        pushed,
        healthCheckPath,
        checks,
        given,
        Optional.of(where));
  }

  /** The input of RegisterTaskDefinition. */
  JsonNode task() {
    try {
      return JSON.readTree(taskDefinition.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The container definitions. */
  List<JsonNode> containers() {
    return StreamSupport.stream(task().path("containerDefinitions").spliterator(), false).toList();
  }

  /** The task execution role. */
  Optional<RoleArn> executionRole() {
    return taskDefinition.executionRole().map(this::role);
  }

  /** The task role. */
  Optional<RoleArn> taskRole() {
    return taskDefinition.taskRole().map(this::role);
  }

  private RoleArn role(String nameOrArn) {
    return RoleArn.parse(nameOrArn, environment.region().partition(), environment.account());
  }

  /** An ARN in the target account and region. */
  String arn(String service, String rest) {
    return String.join(
        ":",
        "arn",
        environment.region().partition(),
        service,
        environment.region().id(),
        environment.account().value(),
        rest);
  }

  /** The ARN of the development account's repository. */
  String repositoryArn() {
    return String.join(
        ":",
        "arn",
        registry.region().partition(),
        "ecr",
        registry.region().id(),
        registry.account().value(),
        "repository/" + registry.repository());
  }
}
