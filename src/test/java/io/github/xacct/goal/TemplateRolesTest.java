package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.configuration.FunctionSettings;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.goal.files.TemplateFacts;
import io.github.xacct.goal.rehearsed.ProjectCode;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.BootstrapRequest;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The execution role is that of the task definition to be registered, wherever it is used. */
class TemplateRolesTest {
  private static final String ENVIRONMENT =
      """
      <environment>
        <name>test</name><account>222222222222</account>
        <task><executionRole>of-the-pom</executionRole><cpu>512</cpu>
          <environment><COLOUR>blue</COLOUR></environment></task>
        <rehearsal><terminationWait>0</terminationWait></rehearsal>
      </environment>
      """;
  private static final String PROD =
      "<environment><name>prod</name><account>333333333333</account></environment>";
  private static final String TASKDEF =
      """
      {
        "family": "shop",
        "executionRoleArn": "arn:aws:iam::222222222222:role/service-role/shop-pull",
        "taskRoleArn": "shop-run",
        "networkMode": "awsvpc",
        "containerDefinitions": [{
          "name": "web", "image": "x", "essential": true,
          "environment": [{"name": "COLOUR", "value": "red"}],
          "portMappings": [{"containerPort": 8080}]}],
        "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"
      }
      """;

  @TempDir Path folder;
  private final List<String> unreadable = new ArrayList<>();
  private boolean needed = true;

  @Test
  void aRehearsedDeploymentPullsWithTheRoleOfTheFile() throws Exception {
    write("taskdef.json", TASKDEF);
    var settings = settings(written(ENVIRONMENT).env("test"));
    var environment = settings.environment().orElseThrow();
    String image;
    try (var stage = stage(settings, environment)) {
      image = Rehearsed.push(stage, settings, folder, "1").toString();
    }

    List<String> log =
        GoalRun.of(
            new BlueGreenDeployMojo(),
            folder,
            pom(ENVIRONMENT),
            "<rehearse>true</rehearse><minute>50ms</minute><onActive>fail</onActive><onInterrupt>detach</onInterrupt>"
                + "<deployedImage>"
                + image
                + "</deployedImage>");

    assertThat(log)
        .contains(
            "Environment test: what is registered comes from src/main/ecs/taskdef.json, which"
                + " differs from <task> in the pom. The file counts; delete from the pom:\n"
                + "  <executionRole> arn:aws:iam::222222222222:role/of-the-pom: the file has"
                + " arn:aws:iam::222222222222:role/service-role/shop-pull\n"
                + "  <cpu> 512: the file has 256\n"
                + "  <environment> <COLOUR>: not so in the file");
    assertThat(log).anyMatch(line -> line.contains("All production traffic is on green"));
  }

  /**
   * Trust policy, permission to pass it, its own permissions and the repository are checked for
   * that role.
   */
  @Test
  void preflightChecksTheRoleOfTheFile() throws Exception {
    write("taskdef.json", TASKDEF);

    List<String> log =
        GoalRun.of(
            new PreflightMojo(),
            folder,
            pom(ENVIRONMENT)
                .replace("</region>", "</region><createRepository>false</createRepository>"),
            "<rehearse>true</rehearse><minute>50ms</minute>");

    assertThat(log)
        .anyMatch(
            line ->
                line.matches(
                    "  ok +pull +arn:aws:iam::222222222222:role/service-role/shop-pull may pull"))
        .noneMatch(line -> line.contains("of-the-pom may") || line.startsWith("  FAIL"));
  }

  @Test
  void theRepositorysPolicyNamesTheRoleOfEachEnvironmentsOwnFile() throws Exception {
    write("taskdef-test.json", TASKDEF);
    var settings = settings(written(ENVIRONMENT + PROD));

    assertThat(settings.foreignPullers())
        .extracting(RoleArn::toString)
        .containsExactly(
            "arn:aws:iam::222222222222:role/service-role/shop-pull",
            "arn:aws:iam::333333333333:role/demo-app-prod-execution");
    assertThat(settings.named("test").orElseThrow().task())
        .satisfies(
            task -> {
              assertThat(task.family()).isEqualTo("shop");
              assertThat(task.taskRole())
                  .hasToString("Optional[arn:aws:iam::222222222222:role/shop-run]");
            });
  }

  /** An unknown value elsewhere in the file does not hide the execution role. */
  @Test
  void theRoleIsReadWithoutTheOtherValues() throws Exception {
    write("taskdef.json", TASKDEF.replace("\"red\"", "\"${api.token}\""));

    assertThat(settings(written(ENVIRONMENT)).foreignPullers())
        .extracting(RoleArn::pathAndName)
        .containsExactly("service-role/shop-pull");
  }

  @Test
  void aRoleThatNothingFillsIsAnErrorWhereItMatters() throws Exception {
    write("taskdef-prod.json", TASKDEF.replace("service-role/shop-pull", "${puller}"));

    assertThatThrownBy(() -> settings(written(ENVIRONMENT + PROD)))
        .hasMessageStartingWith(
            "src/main/ecs/taskdef-prod.json: 1 mistake.\nexecutionRoleArn: nothing fills"
                + " ${puller} (line 3)");
    assertThat(unreadable).isEmpty();

    settings(written(ENVIRONMENT + PROD).env("test"));
    assertThat(unreadable).containsExactly("prod");
  }

  /** A deployment can be stopped or followed even if the file is invalid. */
  @Test
  void whoDoesNotRegisterAnythingGoesOnWithoutTheFile() throws Exception {
    write("taskdef.json", "{ half a fi");
    needed = false;

    var environment = settings(written(ENVIRONMENT).env("test")).environment().orElseThrow();

    assertThat(unreadable).containsExactly("test");
    assertThat(environment.task().executionRole())
        .hasToString("Optional[arn:aws:iam::222222222222:role/of-the-pom]");
    assertThat(new StopMojo().needs().templates()).isFalse();
    assertThat(new RollbackMojo().needs().templates()).isFalse();
    assertThat(new StatusMojo().needs().templates()).isFalse();
    assertThat(new BlueGreenDeployMojo().needs().templates()).isTrue();
  }

  @Test
  void bootstrapGrantsWhatTheFileNames() throws Exception {
    write("taskdef.json", TASKDEF.replace("\"shop\"", "\"demo-app-test\""));
    var settings = settings(written(ENVIRONMENT));
    var plan =
        StackPlan.of(
            new BootstrapRequest(
                "demo-app",
                settings.registry(),
                17,
                false,
                Map.of(),
                List.of(
                    new BootstrapRequest.OfEnvironment(
                        settings.all().get(0), ReleaseChecks.none(), Map.of())),
                Optional.empty()));

    assertThat(plan.tooling().values().get("ExecutionRoleArns"))
        .isEqualTo(
            "arn:aws:iam::222222222222:role/demo-app-test-execution,"
                + "arn:aws:iam::222222222222:role/service-role/shop-pull");
    for (Stack stack : plan.of("test").subList(2, 4)) { // codedeploy and role
      assertThat(stack.values())
          .containsEntry("ExecutionRoleName", "service-role/shop-pull")
          .containsEntry("TaskRoleName", "shop-run");
    }
    assertThat(plan.existingRoles("test"))
        .extracting(RoleArn::pathAndName)
        .containsExactly("service-role/shop-pull", "shop-run");
  }

  @Test
  void whatARehearsalLeavesOutIsListed() throws Exception {
    write(
        "taskdef.json",
        TASKDEF.replace(
            "[{\n    \"name\": \"web\", \"image\": \"x\"",
            "[{\"name\": \"proxy\", \"image\": \"public.ecr.aws/nginx:1\"},"
                + "{\"name\": \"worker\", \"image\": \"<IMAGE1_NAME>\"},"
                + "{\"name\": \"web\", \"image\": \"<IMAGE1_NAME>\","
                + " \"healthCheck\": {\"command\": [\"CMD-SHELL\", \"no-such-curl -f x || exit 1\"]}"));
    var environment =
        settings(
                written(
                    ENVIRONMENT.replace(
                        "<rehearsal>",
                        "<hooks><afterInstall>one:3</afterInstall><beforeInstall>two</beforeInstall>"
                            + "</hooks><rehearsal>")))
            .all()
            .get(0);
    var task = RehearsedTask.of(files(environment), environment, new ProjectCode(folder, List::of));
    var one =
        new FunctionSettings(
            "arn:aws:lambda:eu-central-1:222222222222:function:one",
            Optional.empty(),
            Optional.of("true"),
            Optional.empty(),
            Map.of());
    assertThat(task.notSimulated(List.of(one)))
        .containsExactly(
            "hook BeforeInstall, which succeeds; function two runs with <rehearsal><functions>",
            "container proxy: the rehearsal's registry has no image public.ecr.aws/nginx:1",
            "health check of container web: this machine has no no-such-curl");
  }

  /** Rollback, history and promotion read the image of this container. */
  @Test
  void theAppsContainerIsTheFiles() throws Exception {
    String two =
        TASKDEF.replace(
            "[{\n    \"name\": \"web\", \"image\": \"x\"",
            "[{\"name\": \"side\", \"image\": \"y\"}, {\"name\": \"web\", \"image\": \"<IMAGE1_NAME>\"");
    for (String text : List.of(TASKDEF.replace("8080", "80"), two.replace("8080", "80"))) {
      write("taskdef.json", text);
      var task = settings(written(ENVIRONMENT)).all().get(0).task();
      assertThat(task.containerName()).isEqualTo("web");
      assertThat(task.containerPort()).isEqualTo(80);
    }
    write("taskdef.json", two.replace("<IMAGE1_NAME>", "unclear"));
    assertThat(settings(written(ENVIRONMENT)).all().get(0).task().containerName())
        .isEqualTo("demo-app");
  }

  private Stage stage(Settings settings, Environment environment) {
    return Stage.rehearsal(
        settings,
        List.of(environment),
        e -> RehearsedTask.of(files(e), e, new ProjectCode(folder, List::of)),
        new RehearsalOptions(Duration.ofMillis(50), Set.of()),
        folder.resolve("target/xacct"),
        0,
        line -> {});
  }

  private static String pom(String environments) {
    return "<app>demo-app</app><registry><account>111111111111</account>"
        + "<region>eu-central-1</region></registry>"
        + "<environments>"
        + environments
        + "</environments>";
  }

  private Written written(String environments) {
    return Written.xml(pom(environments)).basedir(folder);
  }

  private Settings settings(Written written) {
    return new TemplateFacts(
            this::files,
            (environment, glance) -> {},
            (environment, problem) -> unreadable.add(environment.name()),
            needed)
        .in(written.read());
  }

  private RevisionFiles files(Environment environment) {
    return new RevisionFiles(written("").facts(), environment, false, List.of("test", "prod"));
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve("src/main/ecs").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aFileThatIsNoJsonIsReportedOnce() throws Exception {
    write("taskdef.json", "{");

    assertThatThrownBy(() -> settings(written(ENVIRONMENT).env("test")))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith("src/main/ecs/taskdef.json");
  }
}
