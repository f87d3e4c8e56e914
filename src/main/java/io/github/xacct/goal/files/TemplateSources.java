package io.github.xacct.goal.files;

import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Spelling;
import io.github.xacct.revision.TemplateValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of a template's placeholders, in descending precedence: variables of the environment,
 * properties, facts of project and environment. Only <code>${env.NAME}</code> means a variable of
 * this process, so that variables for a container's shell are not replaced.
 */
final class TemplateSources implements TemplateValues {
  private static final String PROCESS = "env.";

  private final ProjectFacts project;
  private final Environment environment;
  private final Map<String, String> facts;
  private final Set<String> fromProcess = new TreeSet<>();

  TemplateSources(ProjectFacts project, Environment environment) {
    this.project = project;
    this.environment = environment;
    this.facts =
        Map.of(
            "project.artifactId",
            project.artifactId(),
            "project.version",
            project.version(),
            "xacct.env",
            environment.name(),
            "xacct.account",
            environment.account().value(),
            "xacct.region",
            environment.region().id());
  }

  @Override
  public Optional<String> apply(String name) {
    return Optional.ofNullable(environment.variables().get(name))
        .or(() -> Optional.ofNullable(project.projectProperties().getProperty(name)))
        .or(() -> Optional.ofNullable(facts.get(name)))
        .or(() -> ofProcess(name));
  }

  private Optional<String> ofProcess(String name) {
    if (!name.startsWith(PROCESS)) {
      return Optional.empty();
    }
    String variable = name.substring(PROCESS.length());
    Optional<String> value = Optional.ofNullable(project.environmentVariables().get(variable));
    value.ifPresent(v -> fromProcess.add("${" + name + "}"));
    return value;
  }

  /** Returns the placeholders resolved from this process's environment so far. */
  Set<String> fromProcess() {
    return Collections.unmodifiableSet(fromProcess);
  }

  @Override
  public String hint(String name) {
    if (project.environmentVariables().containsKey(name)) {
      return ", for the variable of this process write ${env.%s}, for the container's shell $${%s}"
          .formatted(name, name);
    }
    List<String> known = new ArrayList<>(environment.variables().keySet());
    known.addAll(project.projectProperties().stringPropertyNames());
    known.addAll(facts.keySet());
    Collections.sort(known);
    return Spelling.nearest(name, known).map(near -> ", did you mean ${" + near + "}?").orElse("");
  }
}
