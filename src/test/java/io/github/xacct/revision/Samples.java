package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Inputs shared by several tests. */
final class Samples {

  static final ImageReference IMAGE =
      ImageReference.parse(
          "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo@sha256:" + "ab".repeat(32));
  static final String REVISION =
      "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-test:7";

  private static final AccountId TARGET = new AccountId("222222222222");

  private Samples() {}

  static TaskSettings task() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("LOG_LEVEL", "INFO");
    variables.put("GREETING", "He said \"hi\" \\ and left\n");
    variables.put("A_LATER_ONE", "");
    return new TaskSettings(
        "demo-test",
        new FargateSize(512, 1024),
        Architecture.ARM64,
        Optional.of(role("demo-execution")),
        Optional.of(role("app/demo-task")),
        "web",
        8080,
        variables,
        Map.of("DB_PASSWORD", "arn:aws:ssm:eu-central-1:222222222222:parameter/demo/db"),
        "/ecs/demo-test",
        "/health",
        List.of("wget", "-q", "-O-", "http://localhost:8080/health"),
        Map.of("team", "checkout"));
  }

  static Environment environment(TaskSettings task) {
    return new Environment(
        "test",
        TARGET,
        new Region("eu-central-1"),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        "demo",
        "demo",
        "demo",
        "demo",
        Optional.empty(),
        task,
        AppSpecSettings.none(),
        false,
        Map.of());
  }

  static RoleArn role(String name) {
    return RoleArn.parse(name, "aws", TARGET);
  }

  static TemplateValues values(String... pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return name -> Optional.ofNullable(values.get(name));
  }

  /** A valid template with one container called web with port 8080. */
  static String minimal(String... moreFields) {
    return """
        {
          "family": "demo",
          "requiresCompatibilities": ["FARGATE"],
          "networkMode": "awsvpc",
          "cpu": "256",
          "memory": "512",
          "executionRoleArn": "arn:aws:iam::222222222222:role/x",
          "containerDefinitions": [{"name": "web", "portMappings": [{"containerPort": 8080}]}]%s
        }
        """
        .formatted(moreFields.length == 0 ? "" : ",\n  " + String.join(",\n  ", moreFields));
  }

  static TaskDefinition minimalDefinition() {
    return TaskDefinitionTemplate.render(
        new TemplateFile("taskdef.json", minimal()), AppContainer.theOnlyOne(), values());
  }

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The complete message of the exception that the call throws. */
  static String message(ThrowingCallable call) {
    XacctException told = catchThrowableOfType(XacctException.class, call);
    return Objects.requireNonNull(told, "nothing was told").getMessage();
  }
}
