package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set-up fault lasts for one rehearsal: resources of stacks are correct in the next one. */
class FaultsDoNotLastTest {
  private static final AccountId TARGET = new AccountId(StackFixture.TEST);
  private static final Region REGION = new Region("eu-central-1");
  private static final AccountRegion PLACE = new AccountRegion(TARGET, REGION);

  /** All faults except the one that affects the images themselves. */
  private static final Set<SetUpFault> ALL =
      EnumSet.complementOf(EnumSet.of(SetUpFault.LIFECYCLE_TOO_EAGER));

  @TempDir Path folder;

  @Test
  void whatStacksMadeOutlivesEachFaultAsItWas() throws Exception {
    try (var accounts = new StackFixture(folder)) {
      new PrototypeStacks(accounts::deploy).all();
    }
    Map<String, String> before = stacks();
    assertThat(before).hasSize(3);
    for (SetUpFault fault : ALL) {
      start(Set.of(fault), service("demo-test-deploy")).close();
      assertThat(stacks()).as(fault.id()).isEqualTo(before);
    }
  }

  @Test
  void whatStacksMadeIsFaultyAsLongAsTheRehearsalLasts() throws Exception {
    try (var accounts = new StackFixture(folder)) {
      var stacks = new PrototypeStacks(accounts::deploy);
      stacks.service("test", stacks.network("test"), "DesiredCount", "1");
    }
    try (var faulty = start(Set.of(SetUpFault.TASK_SET_UNSTEADY), service("demo-test-deploy"))) {
      assertThat(getsTasks(faulty)).isFalse();
    }
    try (var next = start(Set.of(), service("demo-test-deploy"))) {
      assertThat(getsTasks(next)).isTrue();
    }
  }

  private static boolean getsTasks(Rehearsal rehearsal) {
    var service = rehearsal.store().find(PLACE, ResourceTypeNames.SERVICE, "demo-test/demo-test");
    return !service.orElseThrow().path("@NoCapacity").asBoolean();
  }

  @Test
  void whatIsChangedBesideTheFaultLasts() {
    var store = new ResourceStore();
    store.put(
        PLACE, ResourceTypeNames.ALARM, "a", Json.object().put("Threshold", 1).put("Period", 60));
    store.applyFaults(
        () -> store.edit(PLACE, ResourceTypeNames.ALARM, "a", p -> p.put("Threshold", 2)));

    store.edit(PLACE, ResourceTypeNames.ALARM, "a", p -> p.put("Period", 30).put("New", true));

    assertThat(store.find(PLACE, ResourceTypeNames.ALARM, "a"))
        .contains(Json.object().put("Threshold", 2).put("Period", 30).put("New", true));
    assertThat(store.withoutFaults(PLACE, ResourceTypeNames.ALARM, "a"))
        .contains(Json.object().put("Threshold", 1).put("Period", 30).put("New", true));
    store.put(PLACE, ResourceTypeNames.ALARM, "a", Json.object().put("Threshold", 2));
    assertThat(store.withoutFaults(PLACE, ResourceTypeNames.ALARM, "a"))
        .as("what is taken out goes, too")
        .contains(Json.object().put("Threshold", 1));
  }

  @Test
  void whatAFaultTookAwayIsBackUnlessItWasMadeAnewOrDeleted() {
    var store = new ResourceStore();
    for (String id : List.of("kept", "new", "deleted")) {
      store.put(PLACE, ResourceTypeNames.ALARM, id, Json.object().put("AlarmName", id));
    }
    store.applyFaults(
        () -> {
          store.remove(PLACE, ResourceTypeNames.ALARM, "kept");
          store.remove(PLACE, ResourceTypeNames.ALARM, "new");
          store.remove(PLACE, ResourceTypeNames.ALARM, "deleted");
        });
    ObjectNode anew = Json.object().put("AlarmName", "made anew");

    store.put(PLACE, ResourceTypeNames.ALARM, "new", anew);
    store.remove(PLACE, ResourceTypeNames.ALARM, "deleted");

    assertThat(store.all(PLACE, ResourceTypeNames.ALARM)).containsOnlyKeys("new");
    assertThat(store.withoutFaults(PLACE, ResourceTypeNames.ALARM, "kept")).isPresent();
    assertThat(store.withoutFaults(PLACE, ResourceTypeNames.ALARM, "new")).contains(anew);
    assertThat(store.withoutFaults(PLACE, ResourceTypeNames.ALARM, "deleted")).isEmpty();
  }

  /** The role may belong to a stack while the service is still created by the plan. */
  @Test
  void thePlanLeavesRolesAloneThatAStackMade() throws Exception {
    String template =
        """
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: of-a-stack
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal: {Service: ec2.amazonaws.com}
                    Action: sts:AssumeRole
        """;
    try (var accounts = new StackFixture(folder)) {
      accounts.deploy(StackFixture.TEST, "roles", template);
    }
    for (int i = 0; i < 2; i++) {
      try (var rehearsal = start(Set.of(), service("of-a-stack"))) {
        ObjectNode role =
            rehearsal.store().find(PLACE, ResourceTypeNames.ROLE, "of-a-stack").orElseThrow();
        assertThat(role.at("/AssumeRolePolicyDocument/Statement/0/Principal/Service").asText())
            .isEqualTo("ec2.amazonaws.com");
        assertThat(role.at("/AssumeRolePolicyDocument/Statement")).hasSize(1);
        assertThat(role.path("Policies")).isEmpty();
        assertThat(rehearsal.store().has(PLACE, ResourceTypeNames.ROLE, "demo-test-codedeploy"))
            .isTrue();
      }
    }
  }

  private Rehearsal start(Set<SetUpFault> faults, RehearsedService service) {
    var plan =
        RehearsalPlan.in(folder)
            .repository("demo")
            .immutableTags(true)
            .service(service)
            .minute(Duration.ofMillis(100))
            .setUpFaults(faults)
            .build();
    return Rehearsal.start(plan, line -> {});
  }

  private Map<String, String> stacks() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.list(folder.resolve("stacks"))) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  /** Returns a service with the names of the stacks. */
  private static RehearsedService service(String role) {
    boolean all = role.equals("of-a-stack");
    return RehearsedServiceBuilder.named("test", TARGET, "demo-test")
        .role(Optional.of(new RoleArn("aws", TARGET, role)), Optional.empty())
        .taskRoles(
            Optional.of(new RoleArn("aws", TARGET, all ? role : "demo-test-execution")),
            Optional.of(new RoleArn("aws", TARGET, all ? role : "demo-test-task")))
        .container("app", 8080, "/")
        .build();
  }
}
