package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.Deadline;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.stack.AdministratorPolicy;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.Destroy;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;

/** Bootstrap succeeds with exactly the policies that are generated for it. */
class AdministratorPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONNECTION =
      "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52";
  private static final List<String> ACCOUNTS = List.of("111111111111", "222222222222");
  private static final String ROLE =
      """
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            RoleName: bootstrapper
            AssumeRolePolicyDocument:
              Version: '2012-10-17'
              Statement:
                - {Effect: Allow, Principal: {AWS: 'arn:aws:iam::111111111111:root'}, Action: 'sts:AssumeRole'}
      """;

  @TempDir Path folder;
  private StackPlan plan =
      BootstrapRequests.usual()
          .only("test")
          .parameter("AutoScalingMaxCount", "4")
          .parameter("ShiftType", "canary")
          .parameter("NatGateways", "endpoints")
          .pipeline(CONNECTION)
          .plan();
  private final List<Access> used = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"codedeploy", "ecs"})
  void theyAreEnoughAndEachStatementIsUsed(String engine) throws Exception {
    if (engine.equals("ecs")) {
      plan =
          BootstrapRequests.usual()
              .only("test")
              .parameter("AutoScalingMaxCount", "4")
              .parameter("ReadyWaitMinutes", "10")
              .byEcs()
              .plan();
    }
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      for (String account : ACCOUNTS) {
        createRole(aws, account);
        LeastPrivilege.replace(aws.rehearsal, role(account), policy(account));
      }
      aws.rehearsal.onAccess(used::add);
      try (var accounts = asBootstrapper(aws)) {
        bootstrap(accounts);
        destroy(accounts);
      } finally {
        RehearsedStacks.forgetCredentials();
      }
      for (String account : ACCOUNTS) {
        var did = LeastPrivilege.by(role(account), used);
        assertThat(new LeastPrivilege(policy(account), did).missing()).isEmpty();
        int statements = policy(account).path("Statement").size();
        for (int i = 0; i < statements; i++) {
          ObjectNode without = policy(account);
          String sid = without.path("Statement").get(i).path("Sid").asText();
          ((ArrayNode) without.path("Statement")).remove(i);
          assertThat(new LeastPrivilege(without, did).missing()).as(sid).isNotEmpty();
        }
      }
    }
  }

  @Test
  void whatIsNotAllowedFailsWithTheServicesWordsAndWhereThePolicyIs() throws Exception {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      for (String account : ACCOUNTS) {
        createRole(aws, account);
        ObjectNode policy = policy(account);
        policy.path("Statement").forEach(s -> forget((ObjectNode) s, "kms:PutKeyPolicy"));
        LeastPrivilege.replace(aws.rehearsal, role(account), policy);
      }
      try (var accounts = asBootstrapper(aws)) {
        assertThatThrownBy(() -> bootstrap(accounts))
            .hasMessageStartingWith(
                "Stack demo-app-tooling in tools (account 111111111111, eu-central-1) failed at"
                    + " ArtifactKey (AWS::KMS::Key).")
            .hasMessageContaining("bootstrapper")
            .hasMessageContaining("is not authorized to perform: kms:PutKeyPolicy on resource:")
            .hasMessageContaining(
                "Try: mvn xacct:templates writes what bootstrap needs in this account:"
                    + " target/xacct/templates/*/administrator-policy*.json");
      } finally {
        RehearsedStacks.forgetCredentials();
      }
    }
  }

  /** Each type of resource in the templates has a row. */
  @Test
  void everyTypeOfTheTemplatesIsKnown() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/io/github/xacct/stack"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        assertThat(
                Pattern.compile("Type: (AWS::\\w+::\\w+)")
                    .matcher(Files.readString(file))
                    .results()
                    .map(m -> m.group(1))
                    .filter(type -> !type.startsWith("AWS::SSM::Parameter")))
            .as(file.toString())
            .isSubsetOf(AdministratorPolicy.types());
      }
    }
  }

  @Test
  void anEmptyAccountGetsTheRolesThatAwsMakesForItsServices() throws Exception {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(plan);
      assertThat(aws.said)
          .contains(
              "test (account 222222222222, eu-central-1): the account has no role"
                  + " AWSServiceRoleForECS yet; it is created before the stacks, as by: aws iam"
                  + " create-service-linked-role --aws-service-name ecs.amazonaws.com");
      var place = plan.of("test").get(0).place();
      assertThat(aws.accounts.in(place).hasLinkedRole("AWSServiceRoleForECS")).isTrue();
      aws.said.clear();
      aws.bootstrap(plan);
      assertThat(aws.said).noneMatch(line -> line.contains("AWSServiceRole"));
      // As after a lost response: AWS reports that the name has been taken.
      aws.accounts.in(place).createLinkedRole("ecs.amazonaws.com");
    }
  }

  @Test
  void eachFitsIntoAManagedPolicy() {
    for (String account : ACCOUNTS) {
      assertThat(AdministratorPolicy.of(plan, new AccountId(account)))
          .hasSizeBetween(1, 10)
          .allMatch(document -> document.toString().length() <= 6144)
          .allSatisfy(
              document -> assertThat(document.findValues("Action").toString()).doesNotContain("*"));
    }
  }

  private void bootstrap(StackAccounts accounts) {
    var bootstrap =
        new Bootstrap(
            plan,
            RehearsedStacks.everything(plan),
            accounts,
            event -> {},
            duration -> Thread.sleep(5),
            "mvn xacct:bootstrap");
    bootstrap.prepare();
    bootstrap.run();
  }

  private void destroy(StackAccounts accounts) {
    var destroy =
        new Destroy(accounts, event -> {}, duration -> Thread.sleep(5), "mvn xacct:destroy");
    destroy.run(destroy.existing(plan.of("test")));
  }

  private static void forget(ObjectNode statement, String action) {
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode one : statement.path("Action")) {
      if (!one.asText().equals(action)) {
        kept.add(one);
      }
    }
    statement.set("Action", kept);
  }

  private ObjectNode policy(String account) {
    ObjectNode all = JSON.createObjectNode().put("Version", "2012-10-17");
    ArrayNode statements = all.putArray("Statement");
    AdministratorPolicy.of(plan, new AccountId(account))
        .forEach(document -> document.path("Statement").forEach(statements::add));
    return all.deepCopy();
  }

  private static String role(String account) {
    return "arn:aws:iam::" + account + ":role/bootstrapper";
  }

  /** With credentials of the development account, through that role. */
  private static StackAccounts asBootstrapper(RehearsedStacks aws) {
    var keys = aws.rehearsal.administrator(new AccountId("111111111111"));
    System.setProperty("aws.endpointUrl", aws.rehearsal.endpoint().toString());
    System.setProperty("aws.accessKeyId", keys.accessKeyId());
    System.setProperty("aws.secretAccessKey", keys.secretAccessKey());
    var properties =
        Map.of("xacct.tools.adminRole", "bootstrapper", "xacct.test.adminRole", "bootstrapper");
    return new StackAccounts(
        name -> Optional.ofNullable(properties.get(name)),
        Optional.empty(),
        new AccountId("111111111111"),
        "bootstrap",
        duration -> Thread.sleep(5),
        () -> Optional.of(aws.rehearsal.publicImage()));
  }

  private static void createRole(RehearsedStacks aws, String account) throws Exception {
    var keys = aws.rehearsal.administrator(new AccountId(account));
    try (var cloudFormation =
        CloudFormationClient.builder()
            .endpointOverride(aws.rehearsal.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
            .build()) {
      cloudFormation.createStack(
          r ->
              r.stackName("bootstrapper")
                  .templateBody(ROLE)
                  .capabilities(Capability.CAPABILITY_NAMED_IAM));
      Deadline.await(
          () ->
              cloudFormation
                  .describeStacks(r -> r.stackName("bootstrapper"))
                  .stacks()
                  .get(0)
                  .stackStatusAsString(),
          "CREATE_COMPLETE"::equals);
    }
  }
}
