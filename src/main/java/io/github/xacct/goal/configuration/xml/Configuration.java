package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.Environment;
import io.github.xacct.revision.AppContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user wrote: the plugin's {@code <configuration>} and {@code -Denv}. Its elements are
 * known; their values have not been looked at.
 *
 * @param app name of the app
 * @param registry where images go
 * @param image how they are made
 * @param environments where they are deployed
 * @param pipeline the way there
 * @param env which of them, from {@code -Denv} or {@code -Dxacct.env}
 * @param stackParameters of the development account's template
 * @param stackTags of every stack
 * @param problems that reading found
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

  /** The same with another environment chosen. */
  public Configuration choosing(Optional<String> other) {
    return new Configuration(
        app, registry, image, environments, pipeline, other, stackParameters, stackTags, problems);
  }

  private Optional<EnvironmentXml> of(Environment environment) {
    return environments.stream()
        .filter(xml -> xml.name != null && environment.name().equals(xml.name.trim()))
        .findFirst();
  }

  /** What the stacks of an environment are tagged with. */
  public Map<String, String> stackTags(Environment environment) {
    var tags = new LinkedHashMap<>(stackTags);
    of(environment).ifPresent(xml -> tags.putAll(Element.mapOf(xml.stackTags)));
    return tags;
  }

  /** The parameters of an environment's template. */
  public Map<String, String> stackParameters(Environment environment) {
    return of(environment).map(xml -> Element.mapOf(xml.stackParameters)).orElse(Map.of());
  }

  /** What was written of an environment's task, if anything. */
  public Optional<TaskXml> task(Environment environment) {
    return of(environment).map(xml -> xml.task);
  }

  /** Which container is the app's, as far as it was written; what else is a default. */
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

  /** The path of the load balancer's health check, if it was written. */
  public Optional<String> healthCheckPath(Environment environment) {
    return task(environment)
        .map(task -> task.healthCheck)
        .map(healthCheck -> healthCheck.path)
        .filter(Element::isWritten)
        .map(path -> environment.task().healthCheckPath());
  }

  /** The names of all environments. */
  public List<String> environmentNames() {
    return environments.stream()
        .map(xml -> xml.name)
        .filter(Element::isWritten)
        .map(String::trim)
        .toList();
  }

  /** Whether the image's platform was written, which otherwise is that of the tasks. */
  public boolean platformNamed() {
    return image.filter(i -> Element.isWritten(i.platform)).isPresent();
  }

  /** Whether the image's tags were written, which otherwise are the commit. */
  public boolean tagsNamed() {
    return image.filter(i -> !Element.listOf(i.tags).isEmpty()).isPresent();
  }
}
