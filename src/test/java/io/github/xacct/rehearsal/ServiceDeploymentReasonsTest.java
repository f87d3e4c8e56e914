package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** AWS's messages about what ends an accepted deployment. */
class ServiceDeploymentReasonsTest {
  private static final String ELB = "arn:aws:elasticloadbalancing:eu-central-1:222222222222:";
  private static final String NETWORK =
      "Service deployment rolled back because of invalid networking configuration";
  private static final String ROLE = "arn:aws:iam::222222222222:role/demo-infrastructure";
  private static final String HOOKS = "arn:aws:iam::222222222222:role/demo-hooks";
  private static final String FUNCTION =
      "arn:aws:lambda:eu-central-1:222222222222:function:check-it";
  private static final String OWN = " [words of the embedded AWS: AWS does not document its own]";
  private static final AccountRegion IAM = Identities.place(ServiceDeploymentStage.PLACE.account());

  @TempDir static Path folder;
  private static ServiceDeploymentStage stage;

  @BeforeAll
  static void start() {
    stage =
        new ServiceDeploymentStage(
            folder, EcsDeployment.blueGreen(1440).withFunction("check-it", "POST_SCALE_UP"));
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  private static String listener(String which) {
    return stage
        .aws
        .rehearsal
        .store()
        .all(ServiceDeploymentStage.PLACE, ResourceTypeNames.LISTENER)
        .entrySet()
        .stream()
        .filter(e -> e.getValue().path("Port").asInt() == (which.equals("test") ? 8443 : 80))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static String group(int number) {
    return stage
        .aws
        .rehearsal
        .store()
        .all(ServiceDeploymentStage.PLACE, ResourceTypeNames.TARGET_GROUP)
        .keySet()
        .stream()
        .filter(arn -> arn.contains("demo-tg-" + number))
        .findFirst()
        .orElseThrow();
  }

  /** Returns a deployment with a misconfigured resource. */
  private static ServiceDeployment with(
      AccountRegion place, String type, String id, Consumer<ObjectNode> change) {
    var store = stage.aws.rehearsal.store();
    ObjectNode before = store.find(place, type, id).orElseThrow();
    store.edit(place, type, id, change);
    stage.aws.rehearsal.resourcesChanged();
    try {
      String arn = stage.deploy();
      ServiceDeployment end = stage.await(arn, d -> d.finishedAt() != null);
      assertThat(end.status())
          .as(end.statusReason())
          .isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
      assertThat(end.rollback().reason()).isEqualTo(end.statusReason());
      assertThat(stage.service().events().get(0).message())
          .matches(
              "\\(service demo\\) \\(deployment ecs-svc/\\d+\\) deployment failed: .*"
                  + "|.*has reached a steady state.*");
      return end;
    } finally {
      store.put(place, type, id, before);
      stage.aws.rehearsal.resourcesChanged();
    }
  }

  private static ServiceDeployment forwarding(String listener, Object... groupsAndWeights) {
    return with(
        ServiceDeploymentStage.PLACE,
        ResourceTypeNames.LISTENER,
        listener(listener),
        p -> {
          var groups =
              p.putArray("DefaultActions")
                  .addObject()
                  .put("Type", "forward")
                  .putObject("ForwardConfig")
                  .putArray("TargetGroups");
          for (int i = 0; i < groupsAndWeights.length; i += 2) {
            groups
                .addObject()
                .put("TargetGroupArn", (String) groupsAndWeights[i])
                .put("Weight", (Integer) groupsAndWeights[i + 1]);
          }
        });
  }

  private static ServiceDeployment role(String name, String action) {
    return with(
        IAM,
        ResourceTypeNames.ROLE,
        name,
        p ->
            p.at("/Policies/0/PolicyDocument/Statement")
                .forEach(
                    s -> {
                      var kept = Json.array();
                      var now = s.path("Action");
                      (now.isTextual() ? Json.array().add(now) : now)
                          .forEach(
                              a -> kept.add(a.asText().equals(action) ? "sts:None" : a.asText()));
                      ((ObjectNode) s).set("Action", kept);
                    }));
  }

  private static ServiceDeployment answering(Object... answers) {
    return with(
        ServiceDeploymentStage.PLACE,
        ResourceTypeNames.FUNCTION,
        "check-it",
        p -> {
          var list = p.putArray("@Answers");
          for (Object answer : answers) {
            list.add(answer.equals("") ? null : Stage.json(answer.toString()));
          }
        });
  }

  @Test
  void bothGroupsServe() {
    assertThat(forwarding("production", group(1), 50, group(2), 50).statusReason())
        .isEqualTo(
            NETWORK
                + ". productionListenerRule "
                + listener("production").replace(":listener/", ":listener-rule/")
                + "/default should have exactly one target group serving traffic but found 2 target"
                + " groups which are serving traffic");
  }

  @Test
  void anotherGroupServes() {
    String other = ELB + "targetgroup/another/1111111111111111";
    assertThat(forwarding("production", other, 1, group(1), 0, group(2), 0).statusReason())
        .isEqualTo(
            NETWORK
                + ". Production listener rule is forwarding traffic to unexpected target group "
                + other
                + ". Expected traffic to be forwarded to either targetGroupArn: "
                + group(1)
                + " or alternateTargetGroupArn: "
                + group(2));
  }

  @Test
  void theRoleMayNotReadOrChangeTheLoadBalancer() {
    assertThat(role("demo-infrastructure", "elasticloadbalancing:RegisterTargets").statusReason())
        .isEqualTo(
            NETWORK
                + ". ECS was unable to manage the ELB resources due to missing permissions on ECS"
                + " Infrastructure Role '"
                + ROLE
                + "'.");
    ServiceDeployment atTheShift =
        role("demo-infrastructure", "elasticloadbalancing:ModifyListener");
    assertThat(atTheShift.statusReason())
        .isEqualTo(
            "Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed."
                + " User: arn:aws:sts::222222222222:assumed-role/demo-infrastructure"
                + "/ECSNetworkingWithELB is not authorized to perform:"
                + " elasticloadbalancing:ModifyListener on resource: "
                + listener("test"));
  }

  @Test
  void functionsFailInTheirWays() {
    String failed =
        "Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. ";
    assertThat(
            answering("{'hookStatus':'IN_PROGRESS','callBackDelay':1}", "{'hookStatus':'FAILED'}")
                .statusReason())
        .isEqualTo(failed + "Lifecycle hook target " + FUNCTION + " returned FAILED status.");
    assertThat(answering("{'status':'SUCCEEDED'}").statusReason())
        .isEqualTo(
            failed
                + "ECS was unable to parse the response from "
                + FUNCTION
                + " due to: HookStatus must not be null");
    assertThat(answering("").statusReason())
        .isEqualTo(failed + "Lifecycle hook target " + FUNCTION + " failed." + OWN);
    assertThat(role("demo-hooks", "lambda:InvokeFunction").statusReason())
        .isEqualTo(
            failed
                + "ECS was unable to invoke hook target "
                + FUNCTION
                + " due to User: arn:aws:sts::222222222222:assumed-role/demo-hooks"
                + "/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction on"
                + " resource: "
                + FUNCTION);
    assertThat(
            with(
                    IAM,
                    ResourceTypeNames.ROLE,
                    "demo-hooks",
                    p ->
                        ((ObjectNode) p.at("/AssumeRolePolicyDocument/Statement/0"))
                            .putObject("Principal")
                            .put("Service", "ec2.amazonaws.com"))
                .statusReason())
        .isEqualTo(failed + "ECS was unable to assume role " + HOOKS);
  }

  @Test
  void anAlarmEndsItUnlessItRangBefore() throws Exception {
    String arn = stage.deploy();
    stage.await(
        arn,
        d -> d.lifecycleStageAsString() != null && d.lifecycleStageAsString().equals("BAKE_TIME"));
    stage.edit(ResourceTypeNames.ALARM, "demo-5xx", p -> p.put("@StateValue", "ALARM"));
    ServiceDeployment back = stage.awaitEnd(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    assertThat(back.statusReason())
        .isEqualTo(
            "Service deployment rolled back because the alarm demo-5xx is in the ALARM state."
                + OWN);
    assertThat(back.alarms().statusAsString()).isEqualTo("TRIGGERED");
    assertThat(back.alarms().triggeredAlarmNames()).containsExactly("demo-5xx");
    String next = stage.deploy();
    ServiceDeployment ignoring =
        stage.await(
            next,
            d ->
                d.lifecycleStageAsString() != null
                    && d.lifecycleStageAsString().equals("BAKE_TIME"));
    assertThat(ignoring.alarms().statusAsString()).isEqualTo("DISABLED");
    stage.edit(ResourceTypeNames.ALARM, "demo-5xx", p -> p.remove("@StateValue"));
    stage.ecs.stopServiceDeployment(r -> r.serviceDeploymentArn(next).stopType("ROLLBACK"));
    stage.awaitEnd(next, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
  }
}
