package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.HealthCheckXml;
import io.github.xacct.goal.configuration.xml.TaskXml;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.TaskSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code <task>}. */
final class TaskReader {
  private static final int DEFAULT_PORT = 8080;

  /** Source: ECS developer guide, "Pass sensitive data to an Amazon ECS container". */
  private static final Pattern SECRET =
      Pattern.compile("arn:aws[a-z-]*:(secretsmanager|ssm):\\S+|/?[\\w.-]+(/[\\w.-]+)*");

  private final String app;
  private final String healthPath;
  private final String derived;
  private final ExpectedAccount expected;
  private final Element element;

  TaskReader(
      String app, String derived, String healthPath, ExpectedAccount expected, Element element) {
    this.healthPath = healthPath;
    this.app = app;
    this.derived = derived;
    this.expected = expected;
    this.element = element;
  }

  /** Returns the task; empty if there is a problem, which is reported. */
  Optional<TaskSettings> read(TaskXml written) {
    TaskXml xml = written == null ? new TaskXml() : written;
    var family = name("family", xml.family, derived, AwsName.FAMILY);
    var size = new TaskSizeReader(element).read(xml);
    var architecture =
        element
            .child("architecture")
            .orDefault(xml.architecture, Architecture.X86_64.name(), Architecture::parse);
    var executionRole =
        element
            .child("executionRole")
            .orDefault(xml.executionRole, derived + "-execution", expected::role);
    var taskRole =
        element.child("taskRole").orDefault(xml.taskRole, derived + "-task", expected::role);
    var container = name("containerName", xml.containerName, app, AwsName.CONTAINER);
    var port = element.child("containerPort").number(xml.containerPort, DEFAULT_PORT, 1, 65535);
    Map<String, String> environment = Element.mapOf(xml.environment);
    Map<String, String> secrets = secrets(xml.secrets, environment);
    var logGroup = name("logGroup", xml.logGroup, "/ecs/" + derived, AwsName.LOG_GROUP);
    HealthCheckXml check = xml.healthCheck == null ? new HealthCheckXml() : xml.healthCheck;
    var path =
        element
            .child("healthCheck")
            .child("path")
            .orDefault(check.path, healthPath, TaskSettings::checkPath);
    List<String> command = command(check.command);
    Map<String, String> tags = TagLimits.read(xml.tags, element.child("tags"));
    if (!element.isSound()) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskSettings(
            family.orElseThrow(),
            size.orElseThrow(),
            architecture.orElseThrow(),
            executionRole,
            taskRole,
            container.orElseThrow(),
            port.orElseThrow(),
            environment,
            secrets,
            logGroup.orElseThrow(),
            path.orElseThrow(),
            command,
            tags));
  }

  private Optional<String> name(String child, String written, String byDefault, AwsName form) {
    return element.child(child).orDefault(written, byDefault, form::check);
  }

  private Map<String, String> secrets(
      Map<String, String> written, Map<String, String> environment) {
    Map<String, String> secrets = Element.mapOf(written);
    secrets.forEach(
        (variable, source) -> {
          Element secret = element.child("secrets").child(variable);
          if (environment.containsKey(variable)) {
            secret.problem(
                "<environment> sets the same variable, which ECS refuses: write it once");
          }
          // The value is not reported: it may be the secret itself, written here by mistake.
          if (!SECRET.matcher(source).matches()) {
            secret.problem(
                "the value is neither the ARN of a secret nor of a parameter: write"
                    + " arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME or"
                    + " arn:aws:ssm:REGION:ACCOUNT:parameter/NAME, never the secret itself");
          } else {
            secret.optional(source, expected::secret);
          }
        });
    return secrets;
  }

  private List<String> command(List<String> written) {
    List<String> command = Element.listOf(written);
    if (!command.isEmpty()
        && (command.size() == 1 || !List.of("CMD", "CMD-SHELL").contains(command.get(0)))) {
      element
          .child("healthCheck")
          .child("command")
          .problem(
              "the first word selects how the others are run: write <word>CMD-SHELL</word> and then"
                  + " one command line, or <word>CMD</word> and then each word");
    }
    return command;
  }
}
