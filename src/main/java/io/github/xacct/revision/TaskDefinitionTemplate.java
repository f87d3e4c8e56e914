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
 * The task definition that a template file says: RegisterTaskDefinition's JSON, or what {@code aws
 * ecs describe-task-definition} printed.
 */
public final class TaskDefinitionTemplate {

  /**
   * What only answers hold. Source: ECS API reference, TaskDefinition without the members of
   * RegisterTaskDefinition.
   */
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

  /** What boto3 adds to each answer. */
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
   * Fills and checks a template. The app's image is CodePipeline's placeholder until {@link
   * TaskDefinition#withImage}; other containers keep theirs.
   *
   * @param values what stands for <code>${name}</code>
   * @throws io.github.xacct.model.XacctException with everything that is wrong with the template
   */
  public static TaskDefinition render(
      TemplateFile template, AppContainer app, TemplateValues values) {
    return render(template, app, values, warning -> {});
  }

  /**
   * The same, with what AWS may accept and somebody should look at.
   *
   * @param warnings takes one sentence each, if the template is in order
   */
  public static TaskDefinition render(
      TemplateFile template, AppContainer app, TemplateValues values, Consumer<String> warnings) {
    return new TaskDefinitionTemplate(template, values)
        .render(app, AwsRules::taskDefinition, warnings);
  }

  /** The same for an account and region, where what it names must be too; roles get their ARNs. */
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

  /** Describe's answer has the tags beside the task definition; Register takes them inside. */
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

  /** As long as nobody knows which is the app's, any may be without an image. */
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
