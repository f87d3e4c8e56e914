package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Spelling;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks log drivers and log routers. Source: ECS developer guide, "Send Amazon ECS logs to
 * CloudWatch" and "Send Amazon ECS logs to an AWS service or AWS Partner" (FireLens); AWS's
 * messages as in aws/amazon-cloudwatch-logs-for-fluent-bit#20, fabfuel/ecs-deploy#164,
 * klothoplatform/klotho#892 and badmintoncryer/cdk-preflight.
 */
final class LogRules {
  private static final List<String> AWSLOGS =
      List.of(
          "awslogs-create-group",
          "awslogs-region",
          "awslogs-group",
          "awslogs-stream-prefix",
          "awslogs-datetime-format",
          "awslogs-multiline-pattern",
          "mode",
          "max-buffer-size");
  private static final List<String> MODES = List.of("blocking", "non-blocking");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_./#-]{1,512}");
  private static final List<String> ON_FARGATE = List.of("awslogs", "splunk", "awsfirelens");

  private final Definition definition;
  private final Findings findings;

  private LogRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new LogRules(definition, findings);
    for (Container container : definition.containers()) {
      rules.driver(container);
      rules.awslogs(container);
      rules.router(container);
    }
    rules.both();
  }

  private static JsonNode log(Container container) {
    return container.json().path("logConfiguration");
  }

  private static boolean uses(Container container, String driver) {
    return log(container).path("logDriver").asText().equals(driver);
  }

  private void driver(Container container) {
    String driver = log(container).path("logDriver").asText("");
    if (definition.isFargate() && !driver.isEmpty() && !ON_FARGATE.contains(driver)) {
      findings.refused(
          container.at("logConfiguration.logDriver"),
          "Fargate has no log driver " + driver,
          ", write one of " + String.join(", ", ON_FARGATE),
          driver + " is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens].");
    }
  }

  private void awslogs(Container container) {
    if (!uses(container, "awslogs")) {
      return;
    }
    JsonNode options = log(container).path("options");
    var missing = new ArrayList<String>();
    for (String option : List.of("awslogs-region", "awslogs-group")) {
      if (!options.has(option)) {
        missing.add(option);
      }
    }
    if (!missing.isEmpty()) {
      String names = String.join(", ", missing);
      findings.refused(
          container.at("logConfiguration"),
          "the log driver awslogs needs " + names,
          ", write it into options",
          "Log driver awslogs requires options: " + names + ".");
    }
    awslogsOptions(container, options);
    if (definition.isFargate() && !options.has("awslogs-stream-prefix")) {
      findings.refused(
          container.at("logConfiguration"),
          "on Fargate the log driver awslogs needs awslogs-stream-prefix",
          ", write it into options",
          "Fargate requires log configuration options to include awslogs-stream-prefix to support"
              + " log driver awslogs.");
    }
  }

  /** AWS's message as in aws/amazon-ecs-cli and in badmintoncryer/cdk-preflight. */
  private void awslogsOptions(Container container, JsonNode options) {
    String at = container.at("logConfiguration.options");
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      String name = option.getKey();
      if (!AWSLOGS.contains(name)) {
        findings.refused(
            at + "." + name,
            "the log driver awslogs has no such option",
            Spelling.nearest(name, AWSLOGS).map(near -> ", did you mean " + near + "?").orElse(""),
            "Log driver awslogs disallows options: " + name + ".");
      }
    }
    String group = options.path("awslogs-group").asText("-");
    if (!group.contains("${") && !group.contains("<") && !GROUP.matcher(group).matches()) {
      findings.unusable(
          at + ".awslogs-group",
          "this is not the name of a log group",
          Arn.isMeant(group) ? ", write the name, not the ARN" : ", such as /ecs/demo-app");
    }
    String create = options.path("awslogs-create-group").asText("true");
    if (!create.equals("true") && !create.equals("false")) {
      findings.unusable(
          at + ".awslogs-create-group", "'" + create + "' is neither true nor false", "");
    }
    if (options.has("awslogs-datetime-format") && options.has("awslogs-multiline-pattern")) {
      findings.unusable(
          at + ".awslogs-multiline-pattern",
          "awslogs takes it or awslogs-datetime-format, not both",
          ", delete one");
    }
    String mode = options.path("mode").asText("blocking");
    if (!MODES.contains(mode)) {
      findings.unusable(
          at + ".mode",
          "invalid value '" + mode + "': expected one of " + String.join(", ", MODES),
          "");
    }
  }

  /** "user: must be 0 or omitted". Source: FireLens, "the container must run as root". */
  private void router(Container container) {
    if (!container.json().path("firelensConfiguration").isObject()) {
      return;
    }
    String user = container.json().path("user").asText("");
    if (!user.isEmpty() && !user.equals("0") && !user.equals("root")) {
      findings.refused(
          container.at("user"),
          "a FireLens router runs as user 0",
          ", delete the user",
          "If 'user' field is specified for a FireLens container, it must be '0'.");
    }
    configurationFile(container);
    if (uses(container, "awsfirelens")) {
      findings.doubtful(
          container.at("logConfiguration"), "the FireLens router would log through itself", "");
    }
  }

  /**
   * "The available custom configuration file types are s3 or file", "Tasks hosted on AWS Fargate
   * only support the file configuration file type". Source: ECS API reference,
   * FirelensConfiguration, and developer guide, "Example task definition: FireLens".
   */
  private void configurationFile(Container container) {
    JsonNode options = container.json().path("firelensConfiguration").path("options");
    String type = options.path("config-file-type").asText("");
    boolean valued = options.has("config-file-value");
    String at = container.at("firelensConfiguration.options");
    if (!type.isEmpty() && !List.of("file", "s3").contains(type)) {
      findings.unusable(
          at + ".config-file-type", "invalid value '" + type + "': expected file or s3", "");
    } else if (type.isEmpty() == valued) {
      findings.unusable(
          at,
          "of config-file-type and config-file-value one is missing",
          ", write both or neither");
    } else if (type.equals("s3") && definition.isFargate()) {
      findings.doubtful(
          at + ".config-file-type", "Fargate reads such a file only of type file", "");
    }
  }

  private void both() {
    List<Container> routers =
        definition.containers().stream()
            .filter(c -> c.json().path("firelensConfiguration").isObject())
            .toList();
    List<Container> users =
        definition.containers().stream().filter(c -> uses(c, "awsfirelens")).toList();
    if (routers.isEmpty() && !users.isEmpty()) {
      findings.refused(
          users.get(0).at("logConfiguration.logDriver"),
          "no container is the FireLens router of this task",
          ", set firelensConfiguration of one",
          "When awsfirelens log driver is specified in log configuration, a firelens configuration"
              + " object must be configured in one of the containers.");
    }
    if (users.isEmpty() && !routers.isEmpty()) {
      findings.refused(
          routers.get(0).at("firelensConfiguration"),
          "no container logs through this FireLens router",
          ", write logDriver awsfirelens in one, or delete the firelensConfiguration",
          "When a firelensConfiguration object is specified, at least one container has to be"
              + " configured with the awsfirelens log driver.");
    }
    if (routers.size() > 1) {
      findings.doubtful(
          routers.get(1).at("firelensConfiguration"), "a second FireLens router of this task", "");
    }
  }
}
