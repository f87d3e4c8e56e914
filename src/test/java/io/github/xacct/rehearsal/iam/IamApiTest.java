package io.github.xacct.rehearsal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.Stage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;

/** The responses of IAM, read by the SDK's client. */
class IamApiTest {
  private static final String TASK_EXECUTION =
      "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
  private static final String FAMILY =
      "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo:*";

  @TempDir static Path state;
  private static CoreFixture aws;
  private static IamClient iam;

  @BeforeAll
  static void start() {
    aws = new CoreFixture(state);
    iam = aws.client(IamClient.builder(), aws.targetAdministrator());
    aws.rehearsal
        .store()
        .put(
            Identities.place(new AccountId(CoreFixture.TARGET)),
            "AWS::IAM::ManagedPolicy",
            "arn:aws:iam::222222222222:policy/ours/limit",
            (com.fasterxml.jackson.databind.node.ObjectNode)
                Stage.json(
                    "{'PolicyDocument':{'Version':'2012-10-17','Statement':"
                        + "{'Effect':'Allow','Action':'ecs:*','Resource':'*'}}}"));
  }

  @AfterAll
  static void stop() throws Exception {
    aws.close();
  }

  @Test
  void reportsARoleWithItsTrust() {
    var role = iam.getRole(r -> r.roleName("demo-deploy")).role();

    assertThat(role.arn()).isEqualTo(CoreFixture.ROLE);
    assertThat(role.path()).isEqualTo("/ci/");
    assertThat(role.roleId()).startsWith("AROA").hasSize(21);
    assertThat(role.createDate()).isNotNull();
    assertThat(role.maxSessionDuration()).isEqualTo(3600);
    assertThat(decoded(role.assumeRolePolicyDocument())).contains("\"sts:ExternalId\":\"ext-1\"");
    assertThat(iam.listRoles(r -> r.pathPrefix("/ci/")).roles()).containsExactly(role);
    assertThatThrownBy(() -> iam.getRole(r -> r.roleName("nobody")))
        .isInstanceOf(NoSuchEntityException.class)
        .hasMessageContaining("The role with name nobody cannot be found.");
  }

  @Test
  void reportsInlineAndManagedPolicies() {
    assertThat(iam.listRolePolicies(r -> r.roleName("demo-deploy")).policyNames())
        .containsExactly("deploy-test", "preflight-test", "other-tools-test");
    var inline = iam.getRolePolicy(r -> r.roleName("demo-deploy").policyName("deploy-test"));
    assertThat(decoded(inline.policyDocument())).contains("\"Sid\":\"RegisterOneFamily\"");
    assertThatThrownBy(() -> iam.getRolePolicy(r -> r.roleName("demo-deploy").policyName("x")))
        .isInstanceOf(NoSuchEntityException.class);

    assertThat(iam.listAttachedRolePolicies(r -> r.roleName("demo-execution")).attachedPolicies())
        .singleElement()
        .satisfies(p -> assertThat(p.policyArn()).isEqualTo(TASK_EXECUTION));
    var policy = iam.getPolicy(r -> r.policyArn(TASK_EXECUTION)).policy();
    assertThat(policy.policyName()).isEqualTo("AmazonECSTaskExecutionRolePolicy");
    assertThat(policy.path()).isEqualTo("/service-role/");
    assertThat(
            decoded(
                iam.getPolicyVersion(
                        r -> r.policyArn(TASK_EXECUTION).versionId(policy.defaultVersionId()))
                    .policyVersion()
                    .document()))
        .contains("logs:PutLogEvents");
    assertThat(
            iam.getPolicy(r -> r.policyArn("arn:aws:iam::222222222222:policy/ours/limit"))
                .policy()
                .path())
        .isEqualTo("/ours/");
    assertThatThrownBy(
            () -> iam.getPolicy(r -> r.policyArn("arn:aws:iam::222222222222:policy/none")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void reportsAUser() {
    assertThat(iam.getUser().user().arn()).isEqualTo(CoreFixture.TARGET_ADMINISTRATOR);
    assertThat(iam.getUser(r -> r.userName("xacct-rehearsal-administrator")).user().userId())
        .startsWith("AIDA");
    assertThatThrownBy(() -> iam.getUser(r -> r.userName("nobody")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void aRoleThatMayNotAskIsRefused() {
    var deploy = aws.client(IamClient.builder(), aws.assumedRole());
    assertThatThrownBy(() -> deploy.listRolePolicies(r -> r.roleName("demo-execution")))
        .isInstanceOf(IamException.class)
        .hasMessageContaining(
            "is not authorized to perform: iam:ListRolePolicies on resource:"
                + " arn:aws:iam::222222222222:role/demo-execution because no identity-based policy"
                + " allows the iam:ListRolePolicies action");
  }

  @ParameterizedTest(name = "{0} on {1} with {2}={3}: {4}")
  @CsvSource({
    "ecs:DescribeTaskDefinition, '', '', '', ALLOWED, ''",
    "ecs:RunTask, '', '', '', IMPLICIT_DENY, ''",
    "iam:PassRole, arn:aws:iam::222222222222:role/demo-execution, iam:PassedToService,"
        + " ecs-tasks.amazonaws.com, ALLOWED, ''",
    "iam:PassRole, arn:aws:iam::222222222222:role/demo-execution, iam:PassedToService,"
        + " ec2.amazonaws.com, IMPLICIT_DENY, ''",
    "iam:PassRole, arn:aws:iam::222222222222:role/demo-execution, '', '', IMPLICIT_DENY,"
        + " iam:PassedToService",
    "ecs:ListTasks, *, '', '', IMPLICIT_DENY, ecs:cluster",
    "ecs:ListTasks, *, ecs:cluster, arn:aws:ecs:eu-central-1:222222222222:cluster/demo, ALLOWED, ''",
  })
  void simulates(
      String action,
      String resource,
      String key,
      String value,
      PolicyEvaluationDecisionType decision,
      String missing) {
    var request =
        SimulatePrincipalPolicyRequest.builder()
            .policySourceArn(CoreFixture.ROLE)
            .actionNames(action);
    List<ContextEntry> context = new ArrayList<>();
    context.add(entry("aws:RequestedRegion", "eu-central-1"));
    if (!resource.isEmpty()) {
      request.resourceArns(resource);
    }
    if (!key.isEmpty()) {
      context.add(entry(key, value));
    }
    EvaluationResult result =
        iam.simulatePrincipalPolicy(request.contextEntries(context).build())
            .evaluationResults()
            .get(0);

    assertThat(result.evalDecision()).isEqualTo(decision);
    assertThat(result.evalActionName()).isEqualTo(action);
    assertThat(result.matchedStatements())
        .hasSize(decision == PolicyEvaluationDecisionType.ALLOWED ? 1 : 0);
    boolean specific = resource.startsWith("arn:");
    assertThat(result.resourceSpecificResults()).hasSize(specific ? 1 : 0);
    List<String> keys =
        specific
            ? result.resourceSpecificResults().get(0).missingContextValues()
            : result.missingContextValues();
    assertThat(keys).isEqualTo(missing.isEmpty() ? List.of() : List.of(missing));
  }

  @Test
  void simulatesEachActionOnEachResource() {
    String other = FAMILY.replace("/demo:", "/other:");
    var results =
        iam.simulatePrincipalPolicy(
                r ->
                    r.policySourceArn(CoreFixture.ROLE)
                        .actionNames("ecs:RegisterTaskDefinition", "ecs:RunTask")
                        .resourceArns(FAMILY, other))
            .evaluationResults();

    assertThat(results).hasSize(2);
    assertThat(results.get(0).evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
    assertThat(results.get(0).resourceSpecificResults())
        .extracting(r -> r.evalResourceName() + " " + r.evalResourceDecisionAsString())
        .containsExactly(FAMILY + " allowed", other + " implicitDeny");
  }

  @Test
  void longListsComeInPages() {
    var first =
        iam.simulatePrincipalPolicy(
            r ->
                r.policySourceArn(CoreFixture.ROLE)
                    .actionNames("ecs:RunTask", "ecs:StopTask", "ecs:StartTask")
                    .maxItems(2));
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.evaluationResults()).hasSize(2);
    assertThat(
            iam
                .simulatePrincipalPolicyPaginator(
                    r ->
                        r.policySourceArn(CoreFixture.ROLE)
                            .actionNames("ecs:RunTask", "ecs:StopTask", "ecs:StartTask")
                            .maxItems(2))
                .stream()
                .flatMap(page -> page.evaluationResults().stream()))
        .hasSize(3);
  }

  @Test
  void simulatesTheBoundaryAndAnExplicitDeny() throws Exception {
    try (var own = new CoreFixture(state.resolve("own"))) {
      var client = own.client(IamClient.builder(), own.targetAdministrator());
      var place = Identities.place(new AccountId(CoreFixture.TARGET));
      String arn = "arn:aws:iam::222222222222:policy/limit";
      own.rehearsal
          .store()
          .put(
              place,
              "AWS::IAM::ManagedPolicy",
              arn,
              (com.fasterxml.jackson.databind.node.ObjectNode)
                  Stage.json(
                      "{'PolicyDocument':{'Version':'2012-10-17','Statement':"
                          + "[{'Effect':'Allow','Action':'codedeploy:*','Resource':'*'},"
                          + "{'Effect':'Deny','Action':'codedeploy:Stop*','Resource':'*'}]}}"));
      own.editDeployRole(role -> role.put("PermissionsBoundary", arn));
      var results =
          client
              .simulatePrincipalPolicy(
                  r ->
                      r.policySourceArn(CoreFixture.ROLE)
                          .contextEntries(entry("aws:RequestedRegion", "eu-central-1"))
                          .actionNames(
                              "codedeploy:ContinueDeployment",
                              "codedeploy:StopDeployment",
                              "ecs:DescribeTaskDefinition"))
              .evaluationResults();
      assertThat(results)
          .extracting(
              r ->
                  r.evalDecisionAsString()
                      + " "
                      + r.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
          .containsExactly("allowed true", "explicitDeny false", "implicitDeny false");
    }
  }

  @Test
  void whoIsSimulatedMustBeAUserOrRoleOfTheAccount() {
    assertThatThrownBy(
            () ->
                iam.simulatePrincipalPolicy(
                    r ->
                        r.policySourceArn("arn:aws:sts::222222222222:assumed-role/a/b")
                            .actionNames("a:b")))
        .isInstanceOf(IamException.class)
        .hasMessageContaining("does not clearly define entity type and name");
    for (String stranger : List.of(CoreFixture.BUILDER, "arn:aws:iam::222222222222:role/nobody")) {
      assertThatThrownBy(
              () ->
                  iam.simulatePrincipalPolicy(
                      r -> r.policySourceArn(stranger).actionNames("ecs:RunTask")))
          .isInstanceOf(NoSuchEntityException.class);
    }
  }

  private static String decoded(String document) {
    return URLDecoder.decode(document, StandardCharsets.UTF_8);
  }

  private static ContextEntry entry(String key, String value) {
    return ContextEntry.builder()
        .contextKeyName(key)
        .contextKeyValues(value)
        .contextKeyType("string")
        .build();
  }
}
