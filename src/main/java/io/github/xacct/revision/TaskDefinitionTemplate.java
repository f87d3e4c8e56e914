package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads a task definition from a template file: the input of RegisterTaskDefinition, or the output
 * of {@code aws ecs describe-task-definition}.
 */
public final class TaskDefinitionTemplate {

  /** The read-only fields, which RegisterTaskDefinition lacks. Source: ECS API reference. */
  static final List<String> READ_ONLY =
      List.of(
          "taskDefinitionArn",
          "revision",
          "status",
          "requiresAttributes",
          "compatibilities",
          "registeredAt",
          "deregisteredAt",
          "deleteRequestedAt",
          "registeredBy");

  private static final String WRAPPER = "taskDefinition";

  /** The field that boto3 adds to each response. */
  private static final String BOTO3 = "ResponseMetadata";

  private static final String TAGS = "tags";

  private final TemplateTree tree;
  private final TemplateProblems problems;
  private final Placeholders placeholders;

  private TaskDefinitionTemplate(TemplateFile template, TemplateValues values) {
    this.tree = TemplateTree.ofJson(template);
    this.problems = TemplateProblems.in(template, tree::line);
    this.placeholders = new Placeholders(values, problems);
  }

  /**
   * Resolves and checks a template. The app's image is CodePipeline's placeholder until {@link
   * TaskDefinition#withImage}; other containers keep theirs.
   *
   * @param values of the template's placeholders <code>${name}</code>
   * @throws io.github.xacct.model.XacctException with all errors of the template
   */
  public static TaskDefinition render(
      TemplateFile template, AppContainer app, TemplateValues values) {
    return render(template, app, values, warning -> {});
  }

  /**
   * Resolves and checks a template, and reports warnings.
   *
   * @param warnings receives one sentence for each doubtful value, if the template has no errors
   */
  public static TaskDefinition render(
      TemplateFile template, AppContainer app, TemplateValues values, Consumer<String> warnings) {
    return new TaskDefinitionTemplate(template, values)
        .render(app, AwsRules::taskDefinition, warnings);
  }

  /** Also checks that its ARNs belong to an account and region, and replaces role names by ARNs. */
  public static TaskDefinition render(
      TemplateFile template,
      AppContainer app,
      TemplateValues values,
      AccountId account,
      Region region,
      Consumer<String> warnings) {
    return new TaskDefinitionTemplate(template, values)
        .render(app, (rules, json) -> rules.taskDefinition(json, account, region), warnings)
        .withRolesOf(account, region);
  }

  private TaskDefinition render(
      AppContainer app, BiConsumer<AwsRules, JsonNode> rules, Consumer<String> warnings) {
    ObjectNode filled = (ObjectNode) placeholders.fill(tree.root(), "");
    boolean described = filled.path(WRAPPER).isObject();
    String path = described ? WRAPPER : "";
    ObjectNode definition = described ? (ObjectNode) filled.path(WRAPPER) : filled;
    definition.remove(READ_ONLY);
    problems.forget(place -> isDropped(place, path));
    var containers =
        new AppContainerSearch(
            definition.path("containerDefinitions"),
            FieldPath.child(path, "containerDefinitions"),
            problems);
    Optional<Integer> index = containers.index(app);
    index.ifPresentOrElse(
        i -> replaceImage(definition, i, containers.path(i)), () -> spareImages(definition));
    Optional<Integer> port = index.flatMap(i -> containers.port(app, i));
    new ShapeCheck(Shape.TASK_DEFINITION, problems).check(definition, path);
    if (described) {
      takeTags(filled, definition);
    }
    rules.accept(new AwsRules(problems, path), definition);
    problems.throwIfAny();
    problems.warnings().forEach(warnings);
    return new TaskDefinition(definition, index.orElseThrow(), port);
  }

  private static boolean isDropped(String place, String path) {
    return place.startsWith(BOTO3)
        || READ_ONLY.stream().anyMatch(f -> place.startsWith(FieldPath.child(path, f)));
  }

  /** Moves the tags, which DescribeTaskDefinition returns beside the task definition, into it. */
  private void takeTags(ObjectNode answer, ObjectNode definition) {
    for (var entry : answer.properties()) {
      if (entry.getKey().equals(TAGS) && entry.getValue().isNull()) {
        continue;
      }
      if (entry.getKey().equals(TAGS)) {
        new ShapeCheck(Shape.TASK_DEFINITION, problems).value(entry.getValue(), "[Tag]", TAGS);
        definition.set(TAGS, entry.getValue());
      } else if (!entry.getKey().equals(WRAPPER) && !entry.getKey().equals(BOTO3)) {
        problems.add(entry.getKey(), "no such field beside taskDefinition", "");
      }
    }
  }

  /** Accepts containers without an image while the app's container is not identified yet. */
  private static void spareImages(JsonNode definition) {
    for (JsonNode container : definition.path("containerDefinitions")) {
      if (container instanceof ObjectNode object && !object.has("image")) {
        object.put("image", TaskDefinition.IMAGE_PLACEHOLDER);
      }
    }
  }

  private void replaceImage(JsonNode definition, int index, String path) {
    if (definition.path("containerDefinitions").get(index) instanceof ObjectNode container) {
      container.put("image", TaskDefinition.IMAGE_PLACEHOLDER);
      problems.forget((path + ".image")::equals);
    }
  }
}
