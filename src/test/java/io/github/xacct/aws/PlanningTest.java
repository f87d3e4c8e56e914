package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.preflight.PreflightTest;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Planning;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.PlanVerdict;
import io.github.xacct.event.PlannedChange;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.report.PlanText;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.revision.TaskDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan reports about an account, over the wire. */
class PlanningTest {
  private static final DeploymentLabel SIGNATURE =
      new DeploymentLabel(
          "demo 1",
          Optional.of("0a1b2c3d4e5f60718293"),
          Optional.of(Instant.parse("2026-11-20T08:00:00Z")),
          "ann");

  @TempDir Path folder;
  private RehearsedAws aws;
  private AwsSession session;
  private AwsSession builder;
  private Optional<Duration> rehearsedMinute = Optional.empty();

  @BeforeEach
  void start() {
    start(RehearsedAws.in(folder).network(Set.of("subnet-1", "subnet-2"), Set.of("sg-1")));
  }

  private void start(RehearsedAws.Wish wish) {
    aws = wish.terminationWait(0).start();
    session = aws.enter();
    builder = aws.builder();
  }

  @AfterEach
  void end() {
    session.close();
    builder.close();
    aws.close();
  }

  @Test
  void saysThatThereIsNothingToDoAfterADeployment() throws Exception {
    var image = aws.push("1");
    assertThat(plan(image).differs()).isTrue();
    deploy(image, AppSpecSettings.none());

    var plan = plan(image);

    assertThat(plan.verdict()).isEqualTo(PlanVerdict.NOTHING_TO_DO);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.running().orElseThrow()).endsWith("task-definition/demo:1");

    var definition = GeneratedTaskDefinition.of(aws.environment);
    var stays = plan(definition, Optional.empty(), AppSpecSettings.none());
    assertThat(stays.verdict())
        .as("where no image can be foreseen")
        .isEqualTo(PlanVerdict.NOTHING_TO_DO);
    assertThat(stays.imageTo()).isEmpty();
  }

  @Test
  void saysThatThereIsNothingToDoExactlyWhenADeploymentDoesNothing() throws Exception {
    var image = aws.push("1");
    var overrides =
        new AppSpecSettings(
            Map.of(),
            Optional.of("1.4.0"),
            Optional.of(new Network(List.of("subnet-2", "subnet-1"), List.of("sg-1"), true)),
            List.of(new CapacityProvider("FARGATE_SPOT", 0, 1)));
    deploy(image, AppSpecSettings.none());

    assertThat(plan(image, overrides).changes())
        .allMatch(change -> change.via() == PlannedChange.Via.APPSPEC)
        .extracting(PlannedChange::line)
        .containsExactly(
            "~ network.subnets: subnet-0rehearsal -> subnet-1, subnet-2",
            "~ network.securityGroups: sg-0rehearsal -> sg-1",
            "~ network.assignPublicIp: false -> true",
            "+ capacityProviderStrategy: FARGATE_SPOT base 0 weight 1");
    assertThat(deploy(image, overrides)).isEqualTo(Verdict.SUCCEEDED);
    assertThat(plan(image, overrides).verdict()).isEqualTo(PlanVerdict.NOTHING_TO_DO);
    assertThat(deploy(image, overrides)).isEqualTo(Verdict.NOTHING_TO_DO);
  }

  @Test
  void reportsOneChangedVariableInOneLineAndNoSecret() throws Exception {
    var image = aws.push("1");
    deploy(image, AppSpecSettings.none());
    var changed = taskDefinition("COLOUR", "blue");

    var plan = plan(changed, Optional.of(new PushedImage(image)), AppSpecSettings.none());

    assertThat(plan.changes())
        .extracting(PlannedChange::line)
        .containsExactly("~ containers[web].environment[COLOUR]: green -> blue");
    assertThat(plan.changes().get(0).via()).isEqualTo(PlannedChange.Via.TASK_DEFINITION);

    var secret = taskDefinition("DB_PASSWORD", "hunter2");
    assertThat(plan(secret, Optional.of(new PushedImage(image)), AppSpecSettings.none()).toString())
        .contains("DB_PASSWORD")
        .doesNotContain("hunter2");
  }

  @Test
  void reportsWhereBothImagesComeFrom() throws Exception {
    var old = aws.push("1");
    deploy(old, AppSpecSettings.none());
    var young = aws.push("2");

    var plan = plan(young);

    var from = plan.imageFrom().orElseThrow();
    assertThat(from.name()).isEqualTo(old.toString());
    assertThat(from.commit()).contains("0a1b2c3d4e5f");
    assertThat(from.committedAt()).contains(Instant.parse("2026-11-20T08:00:00Z"));
    assertThat(from.tags()).contains("1");
    assertThat(from.pushedAt().orElseThrow()).isBefore(from.deployedAt().orElseThrow());
    var to = plan.imageTo().orElseThrow();
    assertThat(to.name()).isEqualTo(young.toString());
    assertThat(to.commit()).isEqualTo(SIGNATURE.commit());
    assertThat(to.tags()).contains("2");
    assertThat(to.deployedAt()).isEmpty();
  }

  @Test
  void knowsTheCommitOfWhatARollbackBroughtBack() throws Exception {
    var old = aws.push("1");
    deploy(old, AppSpecSettings.none());
    PreflightTest.deploy(aws, "2");
    redeploy(aws.environment, "demo:1");

    var from = plan(old).imageFrom().orElseThrow();

    assertThat(from.name()).isEqualTo(old.toString());
    assertThat(from.commit()).contains("0a1b2c3d4e5f");
  }

  /** As by CodeDeploy's automatic rollback: the description contains no commit. */
  private void redeploy(Environment environment, String revision) throws Exception {
    var engine = new CodeDeployEngine(session, environment, Optional.empty());
    String arn = "arn:aws:ecs:eu-central-1:222222222222:task-definition/" + revision;
    String id = engine.start(Revisions.of(environment, arn), "rolled back");
    Deadline.await(() -> engine.state(id), state -> state.status() == DeploymentStatus.SUCCEEDED);
  }

  @Test
  void reportsHowTheDeploymentWouldGo() throws Exception {
    end();
    start(RehearsedAws.in(folder).configuration("CodeDeployDefault.ECSCanary10Percent5Minutes"));
    var hooks =
        new AppSpecSettings(
            Map.of(LifecycleHook.AFTER_INSTALL, "smoke"),
            Optional.empty(),
            Optional.empty(),
            List.of());

    var course = plan(aws.push("1"), hooks).course().orElseThrow();

    assertThat(course.configuration()).isEqualTo("CodeDeployDefault.ECSCanary10Percent5Minutes");
    assertThat(course.steps()).isEqualTo("10 %, the rest after 5 min");
    assertThat(course.shift()).isEqualTo(Duration.ofMinutes(5));
    assertThat(course.expected()).isEmpty();
    String endpoint = aws.rehearsal.endpoint().toString();
    assertThat(course.endpoint()).contains(endpoint);
    assertThat(new PlanText(Instant.now(), false).lines(plan(aws.push("1"), hooks)))
        .contains("  takes:      not estimated (" + endpoint + " is not AWS), 5 min 0 s shifting");
    rehearsedMinute = Optional.of(Duration.ofMinutes(1));
    course = plan(aws.push("1"), hooks).course().orElseThrow();
    assertThat(course.endpoint()).as("the embedded AWS has the timing of AWS's").isEmpty();
    assertThat(course.expected()).contains(Duration.ofSeconds(305));
    assertThat(course.hooks()).containsExactly(new DeploymentPlan.Hook("AfterInstall", "smoke"));
    assertThat(course.gates()).containsExactly("alarms demo-5xx", "automatic rollback");
  }

  @Test
  void makesAndChangesNothing() throws Exception {
    var image = aws.push("1");
    aws.calls.clear();

    plan(image);

    assertThat(aws.calls)
        .isNotEmpty()
        .allMatch(call -> call.operation().matches("(Describe|Get|List|BatchGet).*"));
  }

  @Test
  void goesOnWithoutWhatOnlyAdornsIt() throws Exception {
    var image = aws.push("1");
    Refusals.deny(aws.rehearsal, "DescribeImages");

    var plan = plan(image);

    assertThat(plan.verdict()).isEqualTo(PlanVerdict.CHANGES);
    assertThat(plan.warnings()).hasSize(1).first().asString().contains("AccessDenied");
  }

  @Test
  void isToldWholeAndRefusedWhereADeploymentWouldBe() throws Exception {
    session.close();
    session = aws.administrator(); // may read what does not exist
    var other = named(aws.environment, "other");
    var planning = planning(other);

    var plan =
        planning.plan(
            new Planning.PlanRequest(
                other,
                GeneratedTaskDefinition.of(other),
                AppSpec.of(AppSpecSettings.none(), GeneratedTaskDefinition.of(other)),
                Optional.empty(),
                Optional.empty(),
                ReleaseChecks.none(),
                false,
                true));

    assertThat(plan.verdict()).isEqualTo(PlanVerdict.REFUSED);
    assertThat(plan.problems()).hasSize(2);
    assertThatThrownBy(planning::refuseWhatCannotWork).isInstanceOf(XacctException.class);
  }

  private DeploymentPlan plan(ImageReference image) {
    return plan(image, AppSpecSettings.none());
  }

  private DeploymentPlan plan(ImageReference image, AppSpecSettings settings) {
    return plan(
        GeneratedTaskDefinition.of(aws.environment), Optional.of(new PushedImage(image)), settings);
  }

  private DeploymentPlan plan(
      TaskDefinition taskDefinition, Optional<ImageSource> images, AppSpecSettings settings) {
    return planning(aws.environment)
        .plan(
            new Planning.PlanRequest(
                aws.environment,
                taskDefinition,
                AppSpec.of(settings, taskDefinition),
                images,
                Optional.of(SIGNATURE),
                ReleaseChecks.none(),
                false,
                true));
  }

  private Planning planning(Environment environment) {
    return new Planning(
        ports(environment, AppSpecSettings.none()),
        new CodeDeployHistory(session, environment),
        new EcrRepository(builder, aws.registry, List.of(), event -> {}));
  }

  private Verdict deploy(ImageReference image, AppSpecSettings settings) {
    var definition = GeneratedTaskDefinition.of(aws.environment);
    return new BlueGreenDeploy(new PushedImage(image), ports(aws.environment, settings))
        .run(
            new BlueGreenDeploy.DeployRequest(
                i -> definition.withImage(i).text(),
                "demo",
                AppSpec.of(settings, definition),
                "web",
                Optional.empty(),
                SIGNATURE,
                Until.TERMINATED,
                OnActive.WAIT,
                new CircuitBreaker.Threshold(3, Duration.ofMinutes(3)),
                look -> ReadyGate.none(),
                false))
        .verdict();
  }

  private Ports ports(Environment environment, AppSpecSettings settings) {
    return new Ports(
        new EcsTaskDefinitions(session),
        new CodeDeployEngine(session, environment, rehearsedMinute),
        new EcsTaskObserver(session, environment),
        Scaling.untouched(),
        event -> {},
        Clock.systemUTC(),
        duration -> Sleeper.real().sleep(Duration.ofMillis(20)));
  }

  private TaskDefinition taskDefinition(String variable, String value) {
    return GeneratedTaskDefinition.of(aws.environmentWith(Map.of(variable, value)));
  }

  private static Environment named(Environment e, String service) {
    return new Environment(
        e.name(),
        e.account(),
        e.region(),
        e.role(),
        e.externalId(),
        e.sessionTags(),
        e.cluster(),
        service,
        e.application(),
        service,
        e.deploymentConfiguration(),
        e.task(),
        e.appSpec(),
        e.suspendAutoScaling(),
        e.variables());
  }
}
