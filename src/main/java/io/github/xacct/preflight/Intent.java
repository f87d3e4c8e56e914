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
 * What is to be deployed, and where.
 *
 * @param registry of the development account
 * @param environment of the target account
 * @param taskDefinition that would be registered, with a placeholder as the app's image
 * @param appSpec with a placeholder as the task definition
 * @param pushed the image of the last push, if there was one
 * @param healthCheckPath where the configuration says one
 * @param checks that want the deployment to wait before it shifts traffic
 * @param given whether the image is named, so that the builder has none to push
 * @param url where the app answers, if the configuration says it
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

  /** The same with other checks. */
  Intent with(ReleaseChecks other) {
    return new Intent(
        registry, environment, taskDefinition, appSpec, pushed, healthCheckPath, other, given, url);
  }

  /** The same app, asked at this URL. */
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

  /** The task definition as RegisterTaskDefinition takes it. */
  JsonNode task() {
    try {
      return JSON.readTree(taskDefinition.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All containers of the task definition. */
  List<JsonNode> containers() {
    return StreamSupport.stream(task().path("containerDefinitions").spliterator(), false).toList();
  }

  /** The role with which ECS starts the task. */
  Optional<RoleArn> executionRole() {
    return taskDefinition.executionRole().map(this::role);
  }

  /** The role with which the app calls AWS. */
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
