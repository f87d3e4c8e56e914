package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.EcsSetUpFault;
import io.github.xacct.rehearsal.plan.EcsSetUpFault.End;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.setup.EcsSetUpEdits;
import io.github.xacct.rehearsal.setup.FaultyEcsService;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/** Deployments to misconfigured services of the ECS deployment controller, over the wire. */
class EcsSetUpFaultsTest {
  private static final List<String> TYPES =
      List.of(
          ResourceTypeNames.SERVICE,
          ResourceTypeNames.TARGET_GROUP,
          ResourceTypeNames.LISTENER,
          ResourceTypeNames.FUNCTION,
          ResourceTypeNames.ALARM,
          ResourceTypeNames.ROLE);

  @TempDir static Path folder;
  private static ServiceDeploymentStage stage;
  private static EcsClient admin;
  private static EcsDeployment how = EcsDeployment.blueGreen(0);

  @BeforeAll
  static void start() {
    stage = new ServiceDeploymentStage(folder, how);
    admin = stage.aws.client(EcsClient.builder(), stage.aws.targetAdministrator());
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  private static AccountRegion place(String type) {
    AccountRegion place = ServiceDeploymentStage.PLACE;
    return type.equals(ResourceTypeNames.ROLE) ? Identities.place(place.account()) : place;
  }

  /** One that begins with the rehearsal has a test of its own. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ECS_DEPLOYMENT_IN_FLIGHT")
  void endsAsItSays(EcsSetUpFault fault) {
    ResourceStore store = stage.aws.rehearsal.store();
    Map<String, Map<String, ObjectNode>> before = new LinkedHashMap<>();
    TYPES.forEach(type -> before.put(type, store.all(place(type), type)));
    String definition = stage.register();
    var plan = ServiceDeploymentStage.plan(folder, how);
    EcsSetUpEdits.apply(fault, new FaultyEcsService(plan, plan.services().get(0), store));
    stage.aws.rehearsal.resourcesChanged();
    try {
      assertThat(deployed(fault, definition)).contains(fault.evidence());
    } finally {
      restore(fault, before);
      settle();
      restore(fault, before); // a deployment that ended meanwhile has moved the rules
    }
  }

  private static void restore(EcsSetUpFault fault, Map<String, Map<String, ObjectNode>> before) {
    ResourceStore store = stage.aws.rehearsal.store();
    before.forEach(
        (type, all) -> {
          store.all(place(type), type).keySet().stream()
              .filter(id -> !all.containsKey(id))
              .forEach(id -> store.remove(place(type), type, id));
          all.forEach(
              (id, properties) -> {
                if (!properties.path("ServiceName").asText().equals("demo")
                    || fault.end() != End.GOES_ON) {
                  store.put(place(type), type, id, properties);
                }
              });
        });
    stage.aws.rehearsal.resourcesChanged();
  }

  /**
   * Waits until no deployment runs and the service's own target group serves, which the set-ups
   * require: a deployment that could not be stopped may have succeeded.
   */
  private static void settle() {
    String newest = newest();
    if (look(newest).finishedAt() == null) {
      try {
        admin.stopServiceDeployment(r -> r.serviceDeploymentArn(newest).stopType("ROLLBACK"));
      } catch (ConflictException e) {
        assertThat(e).hasMessageContaining("after it completes");
      } catch (EcsException e) {
        assertThat(e).as("it ends by itself in a moment").hasMessageContaining("CLEAN_UP");
      }
      awaitEnd(newest);
    }
    if (!isServedByItsOwnTargetGroup()) {
      stage.deploy(stage.register());
      awaitEnd(newest());
      assertThat(isServedByItsOwnTargetGroup()).isTrue();
    }
  }

  private static void awaitEnd(String arn) {
    Stage.awaitThat(() -> look(arn).finishedAt() != null, () -> look(arn).toString());
  }

  private static String newest() {
    return admin
        .listServiceDeployments(r -> r.cluster("demo").service("demo"))
        .serviceDeployments()
        .get(0)
        .serviceDeploymentArn();
  }

  private static boolean isServedByItsOwnTargetGroup() {
    var service = admin.describeServices(r -> r.cluster("demo").services("demo")).services().get(0);
    String serving =
        admin
            .describeServiceRevisions(
                r -> r.serviceRevisionArns(service.currentServiceRevisions().get(0).arn()))
            .serviceRevisions()
            .get(0)
            .resolvedConfiguration()
            .loadBalancers()
            .get(0)
            .targetGroupArn();
    return serving.equals(service.loadBalancers().get(0).targetGroupArn());
  }

  private static ServiceDeployment look(String arn) {
    return admin
        .describeServiceDeployments(r -> r.serviceDeploymentArns(arn))
        .serviceDeployments()
        .get(0);
  }

  private static String deployed(EcsSetUpFault fault, String definition) {
    try {
      String arn = stage.deploy(definition);
      assertThat(fault.end()).as("it was accepted").isNotEqualTo(End.REFUSED);
      if (fault == EcsSetUpFault.DEPLOY_ROLE_NO_STOP) {
        stage.ecs.stopServiceDeployment(r -> r.serviceDeploymentArn(arn).stopType("ROLLBACK"));
      }
      if (fault.end() == End.WAITS) {
        stage.await(arn, d -> fault.evidence().equals(d.lifecycleStageAsString()));
        Stage.awaitThat(
            () -> look(arn).targetServiceRevision().requestedTaskCount() == 1,
            () -> look(arn).toString());
        return look(arn).lifecycleStageAsString();
      }
      ServiceDeployment end = stage.await(arn, d -> d.finishedAt() != null);
      assertThat(end.statusAsString())
          .as(end.statusReason())
          .isEqualTo(fault.end() == End.ROLLED_BACK ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL");
      return fault.end() == End.ROLLED_BACK ? end.statusReason() : end.statusAsString();
    } catch (EcsException e) {
      return e.awsErrorDetails().errorMessage();
    }
  }

  @Test
  void somebodyElsesDeploymentIsSuperseded(@TempDir Path other) throws Exception {
    var plan =
        ServiceDeploymentStage.plan(other, how)
            .but()
            .ecsSetUpFaults(Set.of(EcsSetUpFault.ECS_DEPLOYMENT_IN_FLIGHT))
            .build();
    try (var wrong = new ServiceDeploymentStage(plan)) {
      String theirs = wrong.newest();
      wrong.pause(theirs);
      String ours = wrong.deploy();
      assertThat(wrong.await(ours, d -> d.finishedAt() != null).statusAsString())
          .isEqualTo("SUCCESSFUL");
      assertThat(wrong.look(theirs).statusAsString()).isEqualTo("STOPPED");
    }
  }

  /** The documented list of faults is complete. */
  @Test
  void theDocumentationHasEachWithItsEnd() throws IOException {
    var rows =
        Files.readAllLines(Path.of("docs/rehearsal-ecs.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(EcsSetUpFault.values())
                .map(
                    f ->
                        "| `%s` | %s | %s: `%s` |%s |"
                            .formatted(
                                f.id(),
                                f.sentence(),
                                f.end().words(),
                                f.evidence(),
                                f.check().map(" `%s`"::formatted).orElse("")))
                .toList())
        .hasSizeGreaterThanOrEqualTo(25);
  }
}
