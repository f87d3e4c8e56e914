package io.github.xacct.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Creates policies and statements for the user to paste. */
final class Snippets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "2012-10-17";

  private Snippets() {}

  /** The statements that allow the permissions, one for each resource and condition. */
  static String statement(String sid, List<Need> needs) {
    record Group(String resource, Map<String, String> context) {}
    Map<Group, TreeSet<String>> actions = new LinkedHashMap<>();
    needs.forEach(
        need ->
            actions
                .computeIfAbsent(new Group(need.resource(), need.context()), g -> new TreeSet<>())
                .add(need.action()));
    Map<Map<String, String>, Map<TreeSet<String>, TreeSet<String>>> resources =
        new LinkedHashMap<>();
    actions.forEach(
        (group, names) ->
            resources
                .computeIfAbsent(group.context(), c -> new LinkedHashMap<>())
                .computeIfAbsent(names, n -> new TreeSet<>())
                .add(group.resource()));
    List<String> statements =
        resources.entrySet().stream()
            .flatMap(
                byContext ->
                    byContext.getValue().entrySet().stream()
                        .map(e -> allow(e.getKey(), e.getValue(), byContext.getKey())))
            .toList();
    return numbered(sid, statements);
  }

  private static String numbered(String sid, List<String> statements) {
    var text = new StringBuilder();
    for (int i = 0; i < statements.size(); i++) {
      String name = statements.size() == 1 ? sid : sid + (i + 1);
      text.append(i == 0 ? "" : ",\n")
          .append(statements.get(i).replaceFirst("\"SID\"", "\"" + name + "\""));
    }
    return text.toString();
  }

  private static String allow(
      Iterable<String> actions, Iterable<String> resources, Map<String, String> context) {
    var statement = object().put("Sid", "SID").put("Effect", "Allow");
    oneOrMore(statement, "Action", actions);
    oneOrMore(statement, "Resource", resources);
    context.forEach(
        (key, value) ->
            statement
                .withObject("/Condition")
                .withObject(Arn.isMeant(value) ? "/ArnEquals" : "/StringEquals")
                .put(key, value));
    return pretty(statement);
  }

  /** The trust policy that allows the builder to assume a role. */
  static String trustOfBuilder(String builder, Optional<String> externalId, boolean tags) {
    Arn arn = Arn.parse(builder);
    Arn root = new Arn(arn.partition(), "iam", "", arn.account(), "root");
    var statement = object().put("Effect", "Allow");
    statement.putObject("Principal").put("AWS", root.toString());
    oneOrMore(
        statement,
        "Action",
        tags ? List.of("sts:AssumeRole", "sts:TagSession") : List.of("sts:AssumeRole"));
    var condition = statement.putObject("Condition");
    condition.putObject("ArnEquals").put("aws:PrincipalArn", builder);
    externalId.ifPresent(id -> condition.putObject("StringEquals").put("sts:ExternalId", id));
    return policy(statement);
  }

  /** The trust policy that allows an AWS service to assume a role. */
  static String trustOfService(String service, RoleArn role) {
    var statement = object().put("Effect", "Allow");
    statement.putObject("Principal").put("Service", service);
    statement.put("Action", "sts:AssumeRole");
    statement
        .putObject("Condition")
        .putObject("StringEquals")
        .put("aws:SourceAccount", role.account().value());
    return policy(statement);
  }

  /** The statement of a repository policy that allows a role of another account to pull. */
  static String pull(RoleArn role) {
    var statement = object().put("Sid", "PullBy" + role.account()).put("Effect", "Allow");
    statement
        .putObject("Principal")
        .put("AWS", Arn.root(role.partition(), role.account()).toString());
    oneOrMore(
        statement,
        "Action",
        List.of(
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"));
    statement
        .putObject("Condition")
        .putObject("ArnEquals")
        .put("aws:PrincipalArn", role.toString());
    return pretty(statement);
  }

  private static String policy(ObjectNode statement) {
    var policy = object().put("Version", VERSION);
    policy.putArray("Statement").add(statement);
    return pretty(policy);
  }

  private static void oneOrMore(ObjectNode statement, String name, Iterable<String> values) {
    var array = statement.putArray(name);
    values.forEach(array::add);
    if (array.size() == 1) {
      statement.set(name, array.get(0));
    }
  }

  private static String pretty(JsonNode json) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(json).replace("\" : ", "\": ");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String listOrNone(List<?> things) {
    return things.isEmpty() ? "none" : list(things);
  }

  static String list(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
