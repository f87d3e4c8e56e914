package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.preflight.PreflightTest;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.preflight.Intent;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.EcsSetUpFault;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.setup.EcsSetUpEdits;
import io.github.xacct.rehearsal.setup.FaultyEcsService;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Preflight of a service with the ECS deployment controller, over the wire. */
class EcsPreflightTest {
  private static final List<String> TYPES =
      List.of(
          ResourceTypeNames.SERVICE,
          ResourceTypeNames.TARGET_GROUP,
          ResourceTypeNames.LISTENER,
          ResourceTypeNames.LISTENER_RULE,
          ResourceTypeNames.FUNCTION,
          ResourceTypeNames.ALARM,
          ResourceTypeNames.ROLE);

  @TempDir static Path folder;
  private static RehearsedAws aws;

  @BeforeAll
  static void start() {
    aws = wish(folder).start();
  }

  @AfterAll
  static void end() {
    aws.close();
  }

  private static RehearsedAws.Wish wish(Path folder) {
    return RehearsedAws.in(folder)
        .immutableTags()
        .deployedByEcs(EcsDeployment.blueGreen(5).withCircuitBreaker());
  }

  @Test
  void findsAHealthyServiceWellWithoutAskingCodeDeploy() {
    aws.calls.clear();

    var report = PreflightTest.preflight(aws);

    assertThat(report.findings())
        .filteredOn(f -> f.outcome() != Outcome.OK)
        .extracting(Finding::id)
        .as("nothing was deployed yet, so that there is no image")
        .containsExactly("task.image", "task.platform");
    assertThat(report.findings())
        .extracting(Finding::section)
        .contains("deployment")
        .doesNotContain("group");
    assertThat(aws.calls).extracting(RecordedCall::service).doesNotContain("codedeploy");
    assertThat(aws.calls).hasSize(report.calls());
  }

  @Test
  void namesThePauseThatIsToBeAdded() {
    var asked =
        new ReleaseChecks(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), true);

    var found = find(PreflightTest.preflight(aws, with(asked)), "deployment.pauses");

    assertThat(String.join("\n", found.fix()))
        .isEqualTo(
            """
            Add to the service's deploymentConfiguration.lifecycleHooks:
            {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
             "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"}}
            with credentials of account 222222222222:
            aws ecs update-service --cluster apps --service demo --region eu-central-1 \
            --deployment-configuration ...""");
  }

  private static Intent with(ReleaseChecks checks) {
    var intent = PreflightTest.intent(aws.environment, aws);
    return new Intent(
        intent.registry(),
        intent.environment(),
        intent.taskDefinition(),
        intent.appSpec(),
        intent.pushed(),
        intent.healthCheckPath(),
        checks);
  }

  private static Finding find(PreflightReport report, String id) {
    return report.findings().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  /** One that begins with the rehearsal has a test of its own. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ECS_DEPLOYMENT_IN_FLIGHT")
  void isNamedByItsCheckAlone(EcsSetUpFault fault) {
    ResourceStore store = aws.rehearsal.store();
    Map<String, Map<String, ObjectNode>> before = new LinkedHashMap<>();
    TYPES.forEach(type -> before.put(type, store.all(place(type), type)));
    EcsSetUpEdits.apply(fault, new FaultyEcsService(aws.plan, aws.plan.services().get(0), store));
    aws.rehearsal.resourcesChanged();
    try {
      isNamed(fault, PreflightTest.preflight(aws));
    } finally {
      before.forEach(
          (type, all) -> {
            store.all(place(type), type).keySet().stream()
                .filter(id -> !all.containsKey(id))
                .forEach(id -> store.remove(place(type), type, id));
            all.forEach((id, properties) -> store.put(place(type), type, id, properties));
          });
      aws.rehearsal.resourcesChanged();
    }
  }

  private static AccountRegion place(String type) {
    var place = AccountRegion.of(aws.plan.services().get(0));
    return type.equals(ResourceTypeNames.ROLE) ? Identities.place(place.account()) : place;
  }

  private static void isNamed(EcsSetUpFault fault, PreflightReport report) {
    var named =
        report.findings().stream()
            .filter(f -> f.outcome() == Outcome.FAIL || f.outcome() == Outcome.WARN)
            .toList();
    assertThat(named)
        .as("%s: %s", fault.id(), fault.sentence())
        .extracting(Finding::id)
        .containsExactlyElementsOf(fault.check().stream().toList());
    assertThat(named)
        .allSatisfy(
            f -> {
              assertThat(f.evidence()).as("evidence").isNotEmpty();
              assertThat(f.fix()).as("fix").isNotEmpty();
            });
  }

  @Test
  void namesSomebodyElsesDeployment(@TempDir Path other) {
    try (var wrong = wish(other).ecsSetUp(EcsSetUpFault.ECS_DEPLOYMENT_IN_FLIGHT).start()) {
      isNamed(EcsSetUpFault.ECS_DEPLOYMENT_IN_FLIGHT, PreflightTest.preflight(wrong));
    }
  }
}
