package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.TASK_BYTES;
import static io.github.xacct.preflight.Check.TASK_EXECUTION_ROLE;
import static io.github.xacct.preflight.Check.TASK_FILES;
import static io.github.xacct.preflight.Check.TASK_IMAGE;
import static io.github.xacct.preflight.Check.TASK_LOG_GROUP;
import static io.github.xacct.preflight.Check.TASK_PLATFORM;
import static io.github.xacct.preflight.Check.TASK_SECRETS;
import static io.github.xacct.preflight.Check.TASK_SIZE;
import static io.github.xacct.preflight.Check.TASK_TASK_ROLE;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import io.github.xacct.preflight.Question.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Checks whether tasks of the task definition can start: roles, logs, sizes and files. */
final class TaskChecks implements Section {
  /** ECS: "Actual length: '66420'. Max allowed length is '65536' bytes." */
  private static final int MOST_BYTES = 65_536;

  private static final Pattern FILE_SYSTEM = Pattern.compile("fs-[0-9a-f]{8,40}");
  private static final Pattern ENVIRONMENT_FILE =
      Pattern.compile("arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}/.+\\.env");

  private final SetUp setUp;
  private final Intent intent;

  TaskChecks(SetUp setUp) {
    this.setUp = setUp;
    this.intent = setUp.intent;
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    var images = new ImageChecks(setUp);
    return Map.of(
        TASK_EXECUTION_ROLE, this::executionRole,
        TASK_TASK_ROLE, this::taskRole,
        TASK_SECRETS, new SecretCheck(setUp)::verdict,
        TASK_LOG_GROUP, this::logGroup,
        TASK_SIZE, this::size,
        TASK_IMAGE, images::exists,
        TASK_PLATFORM, images::platform,
        TASK_FILES, this::files,
        TASK_BYTES, this::bytes);
  }

  private CheckVerdict executionRole() {
    var role = intent.executionRole();
    if (role.isEmpty()) {
      return fargate()
          ? CheckVerdict.fail(
                  "The task definition names no execution role, which Fargate needs for images of"
                      + " ECR and for logs.")
              .evidence("executionRoleArn is missing.")
              .fix(
                  "\"executionRoleArn\": \"%s\""
                      .formatted(
                          Arn.global(
                              setUp.environment.region().partition(),
                              setUp.environment.account(),
                              "iam",
                              "role/NAME")))
          : CheckVerdict.ok("none");
    }
    var problem =
        new TrustedRole(setUp, role.get(), NeededActions.ECS_TASKS).problem("The execution role");
    return problem
        .map(p -> setUp.role(role.get()).isPresent() ? p : p.fix(attachPullPolicy(role.get())))
        .orElseGet(() -> mayPull(role.get()));
  }

  private CheckVerdict mayPull(RoleArn role) {
    String found = role + " trusts ECS";
    SimulatedPermissions.Decisions decisions;
    try {
      decisions =
          SimulatedPermissions.of(
              setUp, Side.TARGET, role.toString(), new NeededActions(setUp).pull());
    } catch (Skip e) {
      return CheckVerdict.ok(found + "; its permissions were not checked: " + e.getMessage());
    }
    if (decisions.refused().isEmpty()) {
      return CheckVerdict.ok(found + " and may pull");
    }
    return CheckVerdict.fail("The execution role " + role + " may not pull the image.")
        .evidence(
            decisions.refused().stream()
                .map(SimulatedPermissions.Decided::words)
                .toArray(String[]::new))
        .fix("Attach AmazonECSTaskExecutionRolePolicy to it:")
        .fix(attachPullPolicy(role));
  }

  private static String attachPullPolicy(RoleArn role) {
    return """
        aws iam attach-role-policy --role-name %s --policy-arn \
        arn:%s:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"""
        .formatted(role.name(), role.partition());
  }

  private CheckVerdict taskRole() {
    var role = intent.taskRole();
    if (role.isEmpty()) {
      return CheckVerdict.ok("none: the app has no AWS credentials");
    }
    return new TrustedRole(setUp, role.get(), NeededActions.ECS_TASKS)
        .problem("The task role")
        .orElseGet(() -> CheckVerdict.ok(role.get() + " trusts ECS"));
  }

  /**
   * Checks the log groups, which the AWS managed execution role policy does not allow to create.
   */
  private CheckVerdict logGroup() {
    Set<String> groups = new LinkedHashSet<>();
    for (JsonNode container : intent.containers()) {
      var options = container.path("logConfiguration").path("options");
      boolean here =
          options.path("awslogs-region").asText("").equals(setUp.environment.region().id());
      if (container.path("logConfiguration").path("logDriver").asText().equals("awslogs")
          && here
          && !options.path("awslogs-create-group").asText().equals("true")) {
        groups.add(options.path("awslogs-group").asText());
      }
    }
    for (String group : groups) {
      if (!similar(group).contains(group)) {
        return CheckVerdict.fail("There is no log group " + group + ": the tasks could not start.")
            .evidence("Log groups with this prefix: " + Snippets.listOrNone(similar(group)))
            .fix(
                "aws logs create-log-group --log-group-name "
                    + group
                    + " --region "
                    + setUp.environment.region());
      }
    }
    return CheckVerdict.ok(groups.isEmpty() ? "none to look for" : String.join(", ", groups));
  }

  private List<String> similar(String group) {
    return setUp
        .facts
        .find(Question.target("logs:DescribeLogGroups").with("logGroupNamePrefix", group))
        .stream()
        .flatMap(answer -> JsonLists.stream(answer.path("logGroups")))
        .map(found -> found.path("logGroupName").asText())
        .toList();
  }

  /** Checks the task size by the same rule as the configuration's. */
  private CheckVerdict size() {
    if (!fargate()) {
      return CheckVerdict.ok("not for Fargate");
    }
    String cpu = intent.task().path("cpu").asText();
    String memory = intent.task().path("memory").asText();
    return io.github.xacct.model.TaskSize.wrong(cpu, memory)
        .map(
            wrong ->
                CheckVerdict.fail(
                        "Fargate has no tasks of cpu " + cpu + " and memory " + memory + ".")
                    .evidence(wrong)
                    .fix("correct <task><cpu> and <memory>, or the template file."))
        .orElseGet(() -> CheckVerdict.ok("cpu " + cpu + ", memory " + memory));
  }

  /** Checks references to files; their content is not read. */
  private CheckVerdict files() {
    List<String> named = new ArrayList<>();
    for (JsonNode volume : intent.task().path("volumes")) {
      var efs = volume.path("efsVolumeConfiguration");
      if (efs.isObject()) {
        String id = efs.path("fileSystemId").asText();
        if (!FILE_SYSTEM.matcher(id).matches()) {
          return CheckVerdict.fail("'" + id + "' is not the id of an EFS file system.")
              .evidence("efsVolumeConfiguration: " + efs)
              .fix("write one such as fs-0123456789abcdef0 into fileSystemId.");
        }
        named.add(id);
      }
    }
    for (JsonNode container : intent.containers()) {
      for (JsonNode file : container.path("environmentFiles")) {
        String arn = file.path("value").asText();
        if (!ENVIRONMENT_FILE.matcher(arn).matches()) {
          return CheckVerdict.fail("'" + arn + "' is not the ARN of an environment file.")
              .evidence("environmentFiles: " + file)
              .fix("write one such as arn:aws:s3:::BUCKET/NAME.env");
        }
        named.add(arn);
      }
    }
    return named.isEmpty() ? CheckVerdict.ok("none named") : mayRead(named);
  }

  private CheckVerdict mayRead(List<String> named) {
    var needs =
        named.stream()
            .filter(arn -> arn.contains(":s3:"))
            .map(arn -> new Need("s3:GetObject", arn))
            .toList();
    var role = intent.executionRole();
    if (!needs.isEmpty() && role.isPresent() && setUp.role(role.get()).isPresent()) {
      var refused =
          SimulatedPermissions.of(setUp, Side.TARGET, role.get().toString(), needs).refused();
      if (!refused.isEmpty()) {
        return CheckVerdict.fail("The execution role may not read its environment files.")
            .evidence(
                refused.stream().map(SimulatedPermissions.Decided::words).toArray(String[]::new))
            .fix(Snippets.statement("EnvironmentFiles", needs));
      }
    }
    return CheckVerdict.ok(String.join(", ", named) + " named; whether they exist is not checked");
  }

  private CheckVerdict bytes() {
    int bytes = intent.task().toString().getBytes(StandardCharsets.UTF_8).length;
    return bytes < MOST_BYTES
        ? CheckVerdict.ok(bytes + " of " + MOST_BYTES)
        : CheckVerdict.fail(
                "The task definition has " + bytes + " bytes, but ECS takes " + MOST_BYTES + ".")
            .evidence("ECS: Max allowed length is '65536' bytes.")
            .fix("move long environment values into Parameter Store, Secrets Manager or S3.");
  }

  private boolean fargate() {
    return JsonLists.texts(intent.task().path("requiresCompatibilities")).contains("FARGATE");
  }
}
