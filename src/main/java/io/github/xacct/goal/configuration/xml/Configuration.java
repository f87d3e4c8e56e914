package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.Environment;
import io.github.xacct.revision.AppContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plugin's {@code <configuration>} and {@code -Denv} as written: its elements have been
 * checked, their values have not.
 *
 * @param app name of the app
 * @param registry ECR repository for images
 * @param image how the image is built
 * @param environments to deploy to
 * @param pipeline from a commit to the last environment
 * @param env name of the chosen environment, from {@code -Denv} or {@code -Dxacct.env}
 * @param stackParameters parameters of the development account's templates
 * @param stackTags tags of every stack
 * @param problems found while reading
 */
public record Configuration(
    Optional<String> app,
    Optional<RegistryXml> registry,
    Optional<ImageXml> image,
    List<EnvironmentXml> environments,
    Optional<PipelineXml> pipeline,
    Optional<String> env,
    Map<String, String> stackParameters,
    Map<String, String> stackTags,
    ConfigurationProblems problems) {

  /** Returns the configuration with another environment chosen. */
  public Configuration choosing(Optional<String> other) {
    return new Configuration(
        app, registry, image, environments, pipeline, other, stackParameters, stackTags, problems);
  }

  private Optional<EnvironmentXml> of(Environment environment) {
    return environments.stream()
        .filter(xml -> xml.name != null && environment.name().equals(xml.name.trim()))
        .findFirst();
  }

  /** Returns the tags of the stacks of an environment. */
  public Map<String, String> stackTags(Environment environment) {
    var tags = new LinkedHashMap<>(stackTags);
    of(environment).ifPresent(xml -> tags.putAll(Element.mapOf(xml.stackTags)));
    return tags;
  }

  /** Returns the parameters of an environment's templates. */
  public Map<String, String> stackParameters(Environment environment) {
    return of(environment).map(xml -> Element.mapOf(xml.stackParameters)).orElse(Map.of());
  }

  /** Returns the {@code <task>} of an environment; empty if it has none. */
  public Optional<TaskXml> task(Environment environment) {
    return of(environment).map(xml -> xml.task);
  }

  /** Returns the name and port of the app's container as far as configured explicitly. */
  public AppContainer appContainer(Environment environment) {
    Optional<TaskXml> task = task(environment);
    boolean named = task.filter(xml -> Element.isWritten(xml.containerName)).isPresent();
    boolean hasPort = task.filter(xml -> Element.isWritten(xml.containerPort)).isPresent();
    return new AppContainer(
        Optional.of(environment.task().containerName()).filter(name -> named),
        Optional.of(environment.task().containerPort()).filter(port -> hasPort),
        Optional.of(environment.task().containerPort()),
        false);
  }

  /** Returns the path of the load balancer's health check if configured explicitly. */
  public Optional<String> healthCheckPath(Environment environment) {
    return task(environment)
        .map(task -> task.healthCheck)
        .map(healthCheck -> healthCheck.path)
        .filter(Element::isWritten)
        .map(path -> environment.task().healthCheckPath());
  }

  /** Returns the names of all environments. */
  public List<String> environmentNames() {
    return environments.stream()
        .map(xml -> xml.name)
        .filter(Element::isWritten)
        .map(String::trim)
        .toList();
  }

  /** Whether the image's platform is configured; otherwise it is that of the tasks. */
  public boolean platformNamed() {
    return image.filter(i -> Element.isWritten(i.platform)).isPresent();
  }

  /** Whether the image's tags are configured; otherwise the commit is the tag. */
  public boolean tagsNamed() {
    return image.filter(i -> !Element.listOf(i.tags).isEmpty()).isPresent();
  }
}
