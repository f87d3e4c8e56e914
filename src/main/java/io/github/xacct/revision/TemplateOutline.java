package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/**
 * Which family and roles a template of a task definition names, although other values of it may be
 * unknown here: for those who need to know that of every environment, whichever is deployed to.
 *
 * @param family of the task definition
 * @param executionRole name or ARN of the role that pulls the image
 * @param taskRole name or ARN of the app's role
 * @param definition all that could be filled; the rest is missing
 */
public record TemplateOutline(
    Optional<String> family,
    Optional<String> executionRole,
    Optional<String> taskRole,
    JsonNode definition) {

  private static final String EXECUTION_ROLE = "executionRoleArn";

  /**
   * Reads what can be known of a template without a deployment.
   *
   * @param values what stands for <code>${name}</code>
   * @throws io.github.xacct.model.XacctException if the file cannot be read, or nothing fills its
   *     execution role
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
   * The app's container: the one of a name, if it is there, else the one that a deployment would
   * take. Missing where that is unclear.
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

  /** The only port that a container opens; or the usual one. */
  public static int port(JsonNode container, int usual) {
    JsonNode mappings = container.path("portMappings");
    Set<Integer> ports = PortMappings.of(mappings);
    boolean other = ports.size() == 1 && !PortMappings.contain(mappings, usual);
    return other ? ports.iterator().next() : usual;
  }

  /** The container that the load balancer reaches: by its name, or the only one. */
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
