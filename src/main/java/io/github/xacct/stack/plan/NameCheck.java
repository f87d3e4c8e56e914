package io.github.xacct.stack.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks that AWS accepts all names that the templates assign, and that no two resources share one.
 * docs/stacks.md lists the limits with their sources.
 */
final class NameCheck {
  /** CloudFormation's limit of a template in a request. */
  private static final int LONGEST_TEMPLATE = 51_200;

  /**
   * AWS's limits of a name.
   *
   * @param property the resource's property that is its name
   */
  record Limit(String property, int longest, Pattern form) {
    static Limit of(String property, int longest, String form) {
      return new Limit(property, longest, Pattern.compile(form));
    }
  }

  static final Map<String, Limit> LIMITS = limits();

  private final List<Stack> stacks;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> owners = new HashMap<>();

  NameCheck(List<Stack> stacks) {
    this.stacks = stacks;
  }

  List<String> problems() {
    for (Stack stack : stacks) {
      length("stack", stack.name(), 128, stack);
      if (stack.template().text().length() > LONGEST_TEMPLATE) {
        problems.add(
            stack.name()
                + ": its template has more than "
                + LONGEST_TEMPLATE
                + " bytes, CloudFormation's limit: leave environments out of the pipeline");
      }
      stack.template().resources().forEach((id, resource) -> resource(stack, id, resource));
    }
    return problems;
  }

  private void resource(Stack stack, String id, JsonNode resource) {
    Limit limit = LIMITS.get(resource.path("Type").asText());
    if (limit == null || isLeftOut(stack, resource)) {
      return;
    }
    JsonNode written = resource.path("Properties").path(limit.property());
    if (written.isMissingNode()) {
      return;
    }
    String name = filled(written.asText(), stack);
    String type = resource.path("Type").asText();
    if (!limit.form().matcher(name).matches()) {
      problems.add(stack.name() + ": " + id + " cannot be named '" + name + "'");
    }
    length(id + " (" + type + ")", name, limit.longest(), stack);
    String key = stack.place().account() + " " + regionOf(type, stack) + " " + type + " " + name;
    String other = owners.put(key, stack.name() + " " + id);
    if (other != null) {
      problems.add(
          "%s: %s gets the name '%s' that %s has already".formatted(stack.name(), id, name, other));
    }
  }

  /**
   * Whether the CodePipeline role, the only conditional name that may be too long, is not created.
   */
  private static boolean isLeftOut(Stack stack, JsonNode resource) {
    return resource.path("Condition").asText().equals("ServesCodePipeline")
        && !stack.inputs().containsKey("ArtifactBucketName");
  }

  private static String regionOf(String type, Stack stack) {
    return type.startsWith("AWS::IAM::") ? "" : stack.place().region().id();
  }

  private static String filled(String text, Stack stack) {
    String value = stack.values().getOrDefault(text, text);
    for (var parameter : stack.values().entrySet()) {
      value = value.replace("${" + parameter.getKey() + "}", parameter.getValue());
    }
    return value;
  }

  private void length(String what, String name, int longest, Stack stack) {
    if (name.length() > longest) {
      problems.add(
          "%s: %s would be named '%s', %d characters of at most %d: shorten <app> or the environment's <name>"
              .formatted(stack.name(), what, name, name.length(), longest));
    }
  }

  private static Map<String, Limit> limits() {
    var limits = new LinkedHashMap<String, Limit>();
    limits.put("AWS::IAM::Role", Limit.of("RoleName", 64, "[\\w+=,.@-]+"));
    limits.put("AWS::Lambda::Function", Limit.of("FunctionName", 64, "[A-Za-z0-9_-]+"));
    limits.put("AWS::CodePipeline::Pipeline", Limit.of("Name", 100, "[A-Za-z0-9.@_-]+"));
    limits.put("AWS::CodeDeploy::Application", Limit.of("ApplicationName", 100, "\\S+"));
    limits.put("AWS::CodeDeploy::DeploymentGroup", Limit.of("DeploymentGroupName", 100, "\\S+"));
    limits.put("AWS::CodeBuild::Project", Limit.of("Name", 150, "[A-Za-z0-9][A-Za-z0-9_-]+"));
    limits.put("AWS::ECS::Cluster", Limit.of("ClusterName", 255, "[A-Za-z0-9_-]+"));
    limits.put("AWS::ECS::Service", Limit.of("ServiceName", 255, "[A-Za-z0-9_-]+"));
    limits.put("AWS::ECS::TaskDefinition", Limit.of("Family", 255, "[A-Za-z0-9_-]+"));
    limits.put("AWS::CloudWatch::Alarm", Limit.of("AlarmName", 255, ".+"));
    limits.put("AWS::Events::Rule", Limit.of("Name", 64, "[\\w.-]+"));
    limits.put("AWS::ECR::Repository", Limit.of("RepositoryName", 256, "[a-z0-9._/-]{2,}"));
    limits.put("AWS::Logs::LogGroup", Limit.of("LogGroupName", 512, "[\\w./#-]+"));
    return limits;
  }
}
