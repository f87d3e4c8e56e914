package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/**
 * The family and roles of a task definition template whose other placeholders may be unresolved,
 * for callers that need these of all environments, whichever is deployed to.
 *
 * @param family of the task definition
 * @param executionRole name or ARN of the task execution role
 * @param taskRole name or ARN of the task role
 * @param definition all resolved values; the others are missing
 */
public record TemplateOutline(
    Optional<String> family,
    Optional<String> executionRole,
    Optional<String> taskRole,
    JsonNode definition) {

  private static final String EXECUTION_ROLE = "executionRoleArn";

  /**
   * Reads the parts of a template that are known without a deployment.
   *
   * @param values of the template's placeholders <code>${name}</code>
   * @throws io.github.xacct.model.XacctException if the file cannot be read, or if its execution
   *     role is unresolved
   */
  public static TemplateOutline of(TemplateFile template, TemplateValues values) {
    TemplateTree tree = TemplateTree.ofJson(template);
    TemplateProblems problems = TemplateProblems.in(template, tree::line);
    JsonNode filled = new Placeholders(values, problems).fill(tree.root(), "");
    boolean described = filled.path("taskDefinition").isObject();
    String role = described ? "taskDefinition." + EXECUTION_ROLE : EXECUTION_ROLE;
    problems.forget(path -> !path.equals(role));
    problems.throwIfAny();
    JsonNode definition = described ? filled.path("taskDefinition") : filled;
    return new TemplateOutline(
        text(definition, "family"),
        text(definition, EXECUTION_ROLE),
        text(definition, "taskRoleArn"),
        definition);
  }

  /**
   * The app's container: the one of that name, otherwise the one that a deployment would choose;
   * missing if that is ambiguous.
   */
  public JsonNode appContainer(String usual) {
    JsonNode named = container(Optional.of(usual));
    if (named.isObject()) {
      return named;
    }
    JsonNode list = definition.path("containerDefinitions");
    TemplateProblems unheard = TemplateProblems.of("");
    return new AppContainerSearch(list, "", unheard)
        .index(AppContainer.theOnlyOne())
        .map(list::path)
        .orElse(list.path(-1));
  }

  /** The container's only port if it differs from the usual one; otherwise the usual one. */
  public static int port(JsonNode container, int usual) {
    JsonNode mappings = container.path("portMappings");
    Set<Integer> ports = PortMappings.of(mappings);
    boolean other = ports.size() == 1 && !PortMappings.contain(mappings, usual);
    return other ? ports.iterator().next() : usual;
  }

  /** The container of that name, or without a name the only container; missing if there is none. */
  public JsonNode container(Optional<String> name) {
    JsonNode containers = definition.path("containerDefinitions");
    for (JsonNode container : containers) {
      if (name.isEmpty() && containers.size() == 1
          || name.filter(container.path("name").asText()::equals).isPresent()) {
        return container;
      }
    }
    return containers.path(-1);
  }

  private static Optional<String> text(JsonNode definition, String field) {
    return Optional.ofNullable(definition.path(field).textValue()).filter(text -> !text.isBlank());
  }
}
