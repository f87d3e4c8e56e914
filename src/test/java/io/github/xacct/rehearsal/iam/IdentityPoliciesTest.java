package io.github.xacct.rehearsal.iam;

import static io.github.xacct.rehearsal.CoreFixture.ROLE;
import static io.github.xacct.rehearsal.CoreFixture.TARGET;
import static io.github.xacct.rehearsal.CoreFixture.TOOLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.RegistryClient;
import io.github.xacct.rehearsal.Stage;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;

/** The evaluation of identity policies, over the wire. */
class IdentityPoliciesTest {
  private static final String SESSION =
      "arn:aws:sts::222222222222:assumed-role/demo-deploy/demo-42";
  private static final String GROUP =
      "arn:aws:codedeploy:eu-central-1:222222222222:deploymentgroup:demo/demo";
  private static final String FAMILY =
      "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo:*";

  @TempDir Path state;
  @AutoClose private CoreFixture aws;

  @BeforeEach
  void start() {
    aws = new CoreFixture(state);
  }

  @Test
  void theDeployRoleMayDoWhatItsPolicySaysAndNoMore() {
    var codeDeploy = codeDeploy();

    assertThat(
            codeDeploy
                .getDeploymentGroup(r -> r.applicationName("demo").deploymentGroupName("demo"))
                .deploymentGroupInfo()
                .deploymentGroupName())
        .isEqualTo("demo");
    denied(
        () -> codeDeploy.getDeploymentGroup(r -> r.applicationName("x").deploymentGroupName("y")),
        400,
        "AccessDeniedException",
        "codedeploy:GetDeploymentGroup",
        GROUP.replace("demo/demo", "x/y"),
        " because no identity-based policy allows the codedeploy:GetDeploymentGroup action");
    denied(
        () -> ecs().listTaskDefinitions(),
        400,
        "AccessDeniedException",
        "ecs:ListTaskDefinitions",
        "*",
        " because no identity-based policy allows the ecs:ListTaskDefinitions action");
  }

  @Test
  void aServiceOfTheQueryProtocolRefusesInXml() {
    var elb = aws.client(ElasticLoadBalancingV2Client.builder(), aws.assumedRole());
    assertThat(elb.describeLoadBalancers().loadBalancers()).hasSize(1);
    denied(
        () -> elb.describeTags(r -> r.resourceArns("arn")),
        403,
        "AccessDenied",
        "elasticloadbalancing:DescribeTags",
        "*",
        " because no identity-based policy allows the elasticloadbalancing:DescribeTags"
            + " action");
  }

  @Test
  void anExplicitDenyWins() {
    add("Deny", "codedeploy:GetDeploymentGroup", "*");
    denied(
        () ->
            codeDeploy()
                .getDeploymentGroup(r -> r.applicationName("demo").deploymentGroupName("demo")),
        400,
        "AccessDeniedException",
        "codedeploy:GetDeploymentGroup",
        GROUP,
        " with an explicit deny in an identity-based policy");
  }

  @Test
  void aPermissionsBoundaryLimitsWhatThePoliciesAllow() {
    String arn = "arn:aws:iam::222222222222:policy/limit";
    aws.rehearsal
        .store()
        .put(
            Identities.place(new AccountId(TARGET)),
            "AWS::IAM::ManagedPolicy",
            arn,
            (ObjectNode)
                Stage.json(
                    """
                    {'PolicyDocument':{'Version':'2012-10-17','Statement':
                      [{'Effect':'Allow','Action':'ecs:*','Resource':'*'},
                       {'Effect':'Deny','Action':'ecs:ListTasks','Resource':'*'}]}}
                    """));
    aws.editDeployRole(role -> role.put("PermissionsBoundary", arn));

    assertThat(ecs().describeServices(r -> r.cluster("demo").services("demo")).services())
        .hasSize(1);
    denied(
        () ->
            codeDeploy()
                .getDeploymentGroup(r -> r.applicationName("demo").deploymentGroupName("demo")),
        400,
        "AccessDeniedException",
        "codedeploy:GetDeploymentGroup",
        GROUP,
        " because no permissions boundary allows the codedeploy:GetDeploymentGroup action");
    denied(
        () -> ecs().listTasks(r -> r.cluster("demo")),
        400,
        "AccessDeniedException",
        "ecs:ListTasks",
        "arn:aws:ecs:eu-central-1:222222222222:container-instance/demo/*",
        " with an explicit deny in a permissions boundary");
  }

  @Test
  void policiesPutThereByOtherResourcesCountToo() {
    var place = Identities.place(new AccountId(TARGET));
    denied(() -> ecs().describeClusters(r -> r.clusters("other")), "ecs:DescribeClusters");
    aws.rehearsal
        .store()
        .put(place, "AWS::IAM::Policy", "more", policy("ecs:DescribeClusters", "demo-deploy"));
    assertThat(ecs().describeClusters(r -> r.clusters("other")).clusters()).isEmpty();
    aws.rehearsal.store().remove(place, "AWS::IAM::Policy", "more");

    denied(() -> ecs().listTaskDefinitions(), "ecs:ListTaskDefinitions");
    aws.rehearsal
        .store()
        .put(
            place,
            "AWS::IAM::ManagedPolicy",
            "arn:aws:iam::222222222222:policy/read",
            policy("ecs:ListTaskDefinitions", "demo-deploy"));
    assertThat(ecs().listTaskDefinitions().taskDefinitionArns()).isNotEmpty();

    denied(() -> ecs().describeClusters(r -> r.clusters("other")), "ecs:DescribeClusters");
    aws.rehearsal
        .store()
        .put(
            place,
            "AWS::IAM::RolePolicy",
            "x",
            policy("ecs:DescribeClusters", "").put("RoleName", "demo-deploy"));
    assertThat(ecs().describeClusters(r -> r.clusters("other")).clusters()).isEmpty();
  }

  @Test
  void aManagedPolicyThatNobodyKnowsHereIsNotGuessed() {
    aws.editDeployRole(
        role -> role.putArray("ManagedPolicyArns").add("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    var e = catchThrowableOfType(AwsServiceException.class, () -> ecs().listClusters());
    assertThat(e.statusCode()).isEqualTo(501);
    assertThat(e.getMessage())
        .contains("the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess is not known here");
  }

  @Test
  void registeringAsksForItsTagsAndTheRolesThatItPasses() {
    ecs().registerTaskDefinition(definition("demo").build());
    assertThat(aws.calls.get(aws.calls.size() - 1).authorised())
        .extracting(Access::action, Access::resource)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ecs:RegisterTaskDefinition", FAMILY),
            org.assertj.core.groups.Tuple.tuple("ecs:TagResource", FAMILY),
            org.assertj.core.groups.Tuple.tuple("iam:PassRole", CoreFixture.EXECUTION_ROLE));

    denied(
        () -> ecs().registerTaskDefinition(definition("other").build()),
        "ecs:RegisterTaskDefinition");
    denied(
        () ->
            ecs()
                .registerTaskDefinition(
                    definition("demo")
                        .taskRoleArn("arn:aws:iam::222222222222:role/administrator")
                        .build()),
        "iam:PassRole");
    var e =
        catchThrowableOfType(
            AwsServiceException.class,
            () ->
                ecs()
                    .registerTaskDefinition(
                        definition("demo")
                            .taskRoleArn("arn:aws:iam::111111111111:role/other")
                            .build()));
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo("Cross-account pass role is not allowed.");
  }

  @Test
  void conditionKeysOfTheRequestCount() {
    condition("TagRegisteredRevisions", "StringEquals", "ecs:CreateAction", "RunTask");
    denied(() -> ecs().registerTaskDefinition(definition("demo").build()), "ecs:TagResource");
    ecs().registerTaskDefinition(definition("demo").tags(List.of()).build());

    condition("PassTheTasksRoles", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com");
    denied(
        () -> ecs().registerTaskDefinition(definition("demo").tags(List.of()).build()),
        "iam:PassRole");

    ecs().listTasks(r -> r.cluster("demo"));
    condition("ListItsTasks", "ArnEquals", "ecs:cluster", "arn:aws:ecs:x:222222222222:cluster/x");
    denied(() -> ecs().listTasks(r -> r.cluster("demo")), "ecs:ListTasks");

    condition("RegisterOneFamily", "StringEquals", "aws:RequestedRegion", "eu-west-1");
    denied(
        () -> ecs().registerTaskDefinition(definition("demo").build()),
        "ecs:RegisterTaskDefinition");
  }

  @Test
  void aCreatedDeploymentAsksForItsConfigurationAndItsRevision() {
    for (String action :
        List.of("codedeploy:GetDeploymentConfig", "codedeploy:RegisterApplicationRevision")) {
      add("Deny", action, "*");
      denied(
          () ->
              codeDeploy()
                  .createDeployment(r -> r.applicationName("demo").deploymentGroupName("demo")),
          action);
      statements().remove(0);
      aws.editDeployRole(role -> role.set("Policies", policies));
    }
  }

  @Test
  void anotherAccountIsEnteredOnlyWithLeaveOfBothSides() {
    var builder = Identities.place(new AccountId(TOOLS));
    aws.rehearsal
        .store()
        .edit(
            builder,
            Identity.USER,
            "xacct-rehearsal-build",
            user -> {
              user.remove("ManagedPolicyArns");
              user.set(
                  "Policies",
                  Json.array().add(policy("sts:AssumeRole", "").put("PolicyName", "enter")));
            });
    aws.assumedRole();
    aws.rehearsal
        .store()
        .edit(builder, Identity.USER, "xacct-rehearsal-build", user -> user.remove("Policies"));
    var e = catchThrowableOfType(AwsServiceException.class, () -> aws.assumedRole());
    assertThat(e.statusCode()).isEqualTo(403);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: %s is not authorized to perform: sts:AssumeRole on resource: %s because no"
                    .formatted(CoreFixture.BUILDER, ROLE)
                + " identity-based policy allows the sts:AssumeRole action");
    assertThat(aws.sts(aws.builder()).getCallerIdentity().account())
        .as("which nobody can be denied")
        .isEqualTo(TOOLS);
  }

  @Test
  void inItsOwnAccountARoleThatNamesTheCallerIsEnough() {
    String admin = CoreFixture.TARGET_ADMINISTRATOR;
    AwsCredentials keys = aws.targetAdministrator();
    aws.rehearsal
        .store()
        .edit(
            Identities.place(new AccountId(TARGET)),
            Identity.USER,
            AccountRegion.nameIn(admin),
            user -> user.remove("ManagedPolicyArns"));
    trust(admin);
    assertThat(aws.sts(keys).assumeRole(CoreFixture.assumeRole().build()).assumedRoleUser().arn())
        .isEqualTo(SESSION);

    trust("arn:aws:iam::222222222222:root");
    assertThat(
            catchThrowableOfType(
                    AwsServiceException.class,
                    () -> aws.sts(keys).assumeRole(CoreFixture.assumeRole().build()))
                .awsErrorDetails()
                .errorMessage())
        .endsWith("because no identity-based policy allows the sts:AssumeRole action");
  }

  @Test
  void anOrganisationThatNobodyKnowsIsNotGuessed() {
    aws.editDeployRole(
        role ->
            ((ObjectNode) role.at("/AssumeRolePolicyDocument/Statement/0/Condition"))
                .withObject("/StringEquals")
                .put("aws:PrincipalOrgID", "o-1"));
    var e = catchThrowableOfType(AwsServiceException.class, () -> aws.assumedRole());
    assertThat(e.statusCode()).isEqualTo(501);
    assertThat(e.getMessage()).contains("the value of aws:PrincipalOrgID is not known here");
  }

  @Test
  void theBuilderIsASessionOfItsRoleOnceThatExists() throws Exception {
    aws.close();
    var plan = CoreFixture.plan(state);
    var role = new RoleArn("aws", new AccountId(TOOLS), "demo-build");
    aws = new CoreFixture(plan.but().builderRole(role).build());
    assertThat(aws.rehearsal.builder().sessionToken()).isEmpty();

    aws.rehearsal
        .store()
        .put(
            Identities.place(new AccountId(TOOLS)),
            Identity.ROLE,
            "demo-build",
            Json.object()
                .set("Policies", Json.array().add(policy("sts:*", "").put("PolicyName", "x"))));
    Keys keys = aws.rehearsal.builder();
    assertThat(aws.rehearsal.environment())
        .containsEntry("AWS_SESSION_TOKEN", keys.sessionToken().orElseThrow())
        .containsEntry("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    assertThat(aws.rehearsal.builder()).as("one session").isEqualTo(keys);
    var session =
        AwsSessionCredentials.create(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken().orElseThrow());
    assertThat(aws.sts(session).getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::111111111111:assumed-role/demo-build/xacct-rehearsal");
    aws.sts(session).assumeRole(CoreFixture.assumeRole().build());
    denied(() -> aws.ecr(session).getAuthorizationToken(), "ecr:GetAuthorizationToken");
  }

  @Test
  void whatTheRegistryIsAskedForIsToldToo() {
    var seen = new java.util.concurrent.CopyOnWriteArrayList<Access>();
    aws.rehearsal.onAccess(seen::add);
    String password =
        aws.rehearsal
            .tokens()
            .passwordFor(
                new Caller(new AccountId(TOOLS), CoreFixture.BUILDER, CoreFixture.BUILDER, "AIDA"));
    new RegistryClient(aws).pushImage("team/demo", password, "v1", "layer");
    assertThat(seen)
        .extracting(Access::action)
        .contains("ecr:InitiateLayerUpload", "ecr:CompleteLayerUpload", "ecr:PutImage");
    assertThat(seen)
        .extracting(Access::resource)
        .containsOnly("arn:aws:ecr:eu-central-1:111111111111:repository/team/demo");
  }

  @Test
  void anOperationWithoutARowIsRefusedByName() {
    var iam = aws.client(IamClient.builder(), aws.builder());
    var e = catchThrowableOfType(AwsServiceException.class, () -> iam.listGroups());
    assertThat(e.statusCode()).isEqualTo(501);
    assertThat(e.getMessage())
        .contains("The embedded AWS does not rehearse iam:ListGroups")
        .doesNotContain("permissions.txt");
  }

  private RegisterTaskDefinitionRequest.Builder definition(String family) {
    return RegisterTaskDefinitionRequest.builder()
        .family(family)
        .networkMode(NetworkMode.AWSVPC)
        .requiresCompatibilities(Compatibility.FARGATE)
        .cpu("256")
        .memory("512")
        .executionRoleArn(CoreFixture.EXECUTION_ROLE)
        .tags(Tag.builder().key("team").value("a").build())
        .containerDefinitions(ContainerDefinition.builder().name("app").image("x").build());
  }

  private CodeDeployClient codeDeploy() {
    return aws.client(CodeDeployClient.builder(), aws.assumedRole());
  }

  private EcsClient ecs() {
    return aws.client(EcsClient.builder(), aws.assumedRole());
  }

  private ArrayNode policies;

  /**
   * Returns the statements of the deploy role's policy; changes apply once the policies are set.
   */
  private ArrayNode statements() {
    if (policies == null) {
      aws.editDeployRole(role -> policies = role.withArray("/Policies"));
    }
    return policies.get(0).withArray("/PolicyDocument/Statement");
  }

  private void add(String effect, String action, String resource) {
    statements()
        .insertObject(0)
        .put("Effect", effect)
        .put("Action", action)
        .put("Resource", resource);
    aws.editDeployRole(role -> role.set("Policies", policies));
  }

  private void condition(String sid, String operator, String key, String value) {
    for (var statement : statements()) {
      if (statement.path("Sid").asText().equals(sid)) {
        ((ObjectNode) statement).putObject("Condition").putObject(operator).put(key, value);
      }
    }
    aws.editDeployRole(role -> role.set("Policies", policies));
  }

  private void trust(String principal) {
    aws.editDeployRole(
        role ->
            role.set(
                "AssumeRolePolicyDocument",
                Stage.json(
                    "{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'"
                        + principal
                        + "'}}}")));
  }

  private static ObjectNode policy(String action, String role) {
    return (ObjectNode)
        Stage.json(
            """
            {'PolicyName':'p','Roles':['%s'],'PolicyDocument':{'Version':'2012-10-17','Statement':
              {'Effect':'Allow','Action':'%s','Resource':'*'}}}
            """
                .formatted(role, action));
  }

  private static void denied(Runnable call, String action) {
    var e = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(e).as("the refusal of " + action).isNotNull();
    assertThat(e.awsErrorDetails().errorMessage())
        .contains(" is not authorized to perform: " + action + " on resource: ");
  }

  private static void denied(
      Runnable call, int status, String code, String action, String resource, String why) {
    var e = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(e).as("the refusal of " + action).isNotNull();
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: %s is not authorized to perform: %s on resource: %s%s"
                .formatted(SESSION, action, resource, why));
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.statusCode()).isEqualTo(status);
  }
}
