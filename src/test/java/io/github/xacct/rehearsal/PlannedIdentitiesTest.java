package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.Decision;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.setup.PlannedIdentities;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The users and roles that a rehearsal's accounts have from the start. */
class PlannedIdentitiesTest {
  private static final AccountId TARGET = new AccountId("222222222222");
  private static final String ROLES = "arn:aws:iam::222222222222:role/";

  private final ResourceStore store = new ResourceStore();
  private final Iam iam = new Iam(store);

  @BeforeEach
  void put() {
    PlannedIdentities.put(plan(service("test"), service("second")), store);
  }

  @Test
  void theDeployRoleHasTheReadmesPolicy() throws Exception {
    JsonNode documented = policyBelow("Its permissions are the calls");

    assertThat(PlannedIdentities.document("deploy-role.json", service("test")))
        .as("deploy-role.json beside permissions.txt, with the README's names filled in")
        .isEqualTo(documented);
  }

  @Test
  void theDeployRoleOfEcsHasThePolicyOfTheDocumentation() throws Exception {
    assertThat(PlannedIdentities.document("deploy-role-ecs.json", service("test")))
        .isEqualTo(policyBelow("## The deploy role of a service that ECS itself deploys"));
  }

  @Test
  void theDeployRoleMayReadWhatTheReadmeAllowsPreflight() throws Exception {
    JsonNode documented = policyBelow("**What it may read**");

    // The README narrows functions and secrets to those of the app.
    assertThat(PlannedIdentities.document("preflight.json", service("test")).toString())
        .isEqualTo(
            documented
                .toString()
                .replace("secret:demo-app-test-*", "secret:*")
                .replace("function:demo-app-test-test", "function:*"));
  }

  private static JsonNode policyBelow(String words) throws Exception {
    String readme = Files.readString(Path.of("docs", "policies.md"));
    String after = readme.substring(readme.indexOf(words));
    String block = after.substring(after.indexOf("```json\n") + 8);
    return Json.JSON.readTree(block.substring(0, block.indexOf("```")));
  }

  @Test
  void servicesThatShareADeployRoleGiveItAPolicyEach() {
    var role = iam.identities().find(ROLES + "demo-app-test-deploy").orElseThrow();
    assertThat(role.inline())
        .extracting(IamPolicy::name)
        .containsExactly(
            "deploy-test",
            "preflight-test",
            "other-tools-test",
            "deploy-second",
            "preflight-second",
            "other-tools-second");
  }

  @Test
  void aRoleThatIsTaskAndExecutionRoleHasThePoliciesOfBoth() {
    var both = service("both");
    var fresh = new ResourceStore();
    PlannedIdentities.put(
        plan(
            RehearsedServiceBuilder.like(both)
                .taskRoles(both.executionRole(), both.executionRole())
                .build()),
        fresh);
    Decision pull =
        new Iam(fresh)
            .decide(
                both.executionRole().orElseThrow().toString(),
                "ecr:BatchGetImage",
                "arn:aws:ecr:x:1:repository/a",
                Map.of());
    assertThat(pull.allowed()).isTrue();
  }

  @Test
  void onlyATrustPolicyWithTagSessionTakesTags() {
    var tagless = RehearsedServiceBuilder.like(service("tagless")).sessionTags(false).build();
    var other = new ResourceStore();
    PlannedIdentities.put(plan(tagless), other);
    assertThat(trust(other)).contains("sts:AssumeRole").doesNotContain("sts:TagSession");
    assertThat(trust(store)).contains("sts:TagSession");
  }

  private static String trust(ResourceStore store) {
    return new Iam(store)
        .identities()
        .find(ROLES + "demo-app-test-deploy")
        .orElseThrow()
        .properties()
        .path("AssumeRolePolicyDocument")
        .toString();
  }

  @Test
  void theServicesRolesTrustTheirServiceForTheirAccount() {
    String tasks = "ecs-tasks.amazonaws.com";
    String source = "arn:aws:ecs:eu-central-1:222222222222:*";
    for (String role : List.of("demo-app-test-execution", "demo-app-test-task")) {
      assertThat(iam.trusts(ROLES + role, tasks, source)).as(role).isTrue();
      assertThat(iam.trusts(ROLES + role, "ec2.amazonaws.com", source)).as(role).isFalse();
    }
    assertThat(iam.trusts(ROLES + "demo-app-test-codedeploy", "codedeploy.amazonaws.com", source))
        .isTrue();
    assertThat(iam.trusts(ROLES + "nobody", tasks, source)).isFalse();
  }

  @Test
  void eachRoleMayDoItsWorkAndNotAnothers() {
    String execution = ROLES + "demo-app-test-execution";
    String codeDeploy = ROLES + "demo-app-test-codedeploy";
    assertThat(may(execution, "ecr:BatchGetImage", "arn:aws:ecr:x:1:repository/a")).isTrue();
    assertThat(
            may(
                execution,
                "secretsmanager:GetSecretValue",
                "arn:aws:secretsmanager:eu-central-1:222222222222:secret:a-123456"))
        .isTrue();
    assertThat(may(execution, "ecs:RegisterTaskDefinition", "*")).isFalse();
    assertThat(may(ROLES + "demo-app-test-task", "s3:GetObject", "*")).isFalse();
    assertThat(
            may(
                codeDeploy,
                "ecs:CreateTaskSet",
                "arn:aws:ecs:eu-central-1:222222222222:task-set/demo-app-test/demo-app-test/x"))
        .isTrue();
    assertThat(
            iam.decide(
                    codeDeploy,
                    "iam:PassRole",
                    execution,
                    Map.of("iam:PassedToService", List.of("ecs-tasks.amazonaws.com")))
                .allowed())
        .isTrue();
    assertThat(may(codeDeploy, "iam:PassRole", execution)).isFalse();
  }

  @Test
  void theBuilderMayDoAnything() {
    assertThat(
            may(
                "arn:aws:iam::111111111111:user/xacct-rehearsal-build",
                "ecr:CreateRepository",
                "*"))
        .isTrue();
    Decision nobody = iam.decide("arn:aws:iam::111111111111:user/nobody", "a:b", "*", Map.of());
    assertThat(nobody.allowed()).isFalse();
  }

  private boolean may(String principal, String action, String resource) {
    return iam.decide(principal, action, resource, Map.of()).allowed();
  }

  /** Returns a service with the names in the documentation. */
  private static RehearsedService service(String environment) {
    return RehearsedServiceBuilder.named(environment, TARGET, "demo-app-test")
        .role(Optional.of(new RoleArn("aws", TARGET, "demo-app-test-deploy")), Optional.empty())
        .taskRoles(
            Optional.of(new RoleArn("aws", TARGET, "demo-app-test-execution")),
            Optional.of(new RoleArn("aws", TARGET, "demo-app-test-task")))
        .container("web", 8080, "/")
        .build();
  }

  private static RehearsalPlan plan(RehearsedService... services) {
    return RehearsalPlan.in(Path.of("target")).services(List.of(services)).build();
  }
}
