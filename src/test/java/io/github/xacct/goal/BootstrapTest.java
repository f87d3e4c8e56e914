package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.SourceConnection;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.network.Destination;
import io.github.xacct.network.TaskPaths;
import io.github.xacct.network.TaskPlacement;
import io.github.xacct.rehearsal.ExistingVpc;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.DnsRecord;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.EnvironmentsFile;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bootstrap of three accounts, over the wire. */
class BootstrapTest {
  /** Bootstraps one environment, which all tests that start from it share. */
  @TempDir static Path made;

  @TempDir Path folder;

  @BeforeAll
  static void make() {
    try (var aws = new RehearsedStacks(made, Set.of())) {
      aws.bootstrap(BootstrapRequests.usual().only("test").plan());
    }
  }

  private RehearsedStacks bootstrapped() throws IOException {
    try (var files = Files.walk(made)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(made.relativize(file).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(file, copy);
        }
      }
    }
    return new RehearsedStacks(folder, Set.of());
  }

  @Test
  void makesEveryStackInOrderAndASecondRunChangesNothing() {
    var plan = BootstrapRequests.usual().plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      List<ChangeSet> first = aws.bootstrap(plan);
      assertThat(first).hasSize(13).allMatch(ChangeSet::first);
      assertThat(Bootstrap.lines(first, true))
          .contains("  + add        ImageRepository              AWS::ECR::Repository")
          .noneMatch(line -> line.contains("resources: "));
      assertThat(Bootstrap.lines(first, false))
          .contains(
              "tools (account 111111111111, eu-central-1): demo-app-tooling, new",
              "  + add        10 resources: CodeBuild: Project; ECR: Repository; IAM: Role; KMS: Key;"
                  + " Logs: LogGroup; S3: Bucket, BucketPolicy; SNS: 2 Topic, TopicPolicy",
              "test (account 222222222222, eu-central-1): demo-app-test-codedeploy, new",
              "  + add        3 resources: CodeDeploy: Application, DeploymentGroup; IAM: Role",
              "  + add        2 resources: IAM: Policy, Role",
              "-Dxacct.details shows each resource of the new stacks.",
              "  demo-app-tooling ArtifactBucketPolicy, new: refusals only",
              "  demo-app-tooling ArtifactKey, new: 1 action",
              "Hourly costs, in dollars a month (estimated from list prices):",
              "    3 x NAT gateway                                                  99",
              "    9 x public IPv4 address                                          33",
              "        total about                                                 208")
          .anyMatch(
              line ->
                  line.matches(
                      "  demo-app-test-role DeployRole, new: \\d+ actions, \\d+ of them on any"
                          + " resource"));
      for (Stack stack : plan.all()) {
        var state = aws.accounts.in(stack.place()).look(stack.name()).orElseThrow();
        assertThat(state.status()).as(stack.name()).isEqualTo("CREATE_COMPLETE");
        assertThat(state.isProtected()).as(stack.name()).isTrue();
      }

      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }

  /** Tasks connect through the NAT gateway, and get layers from S3 through the gateway endpoint. */
  @Test
  void theDefaultNetworkLeadsTheTasksToEverythingTheyNeed() throws IOException {
    var plan = BootstrapRequests.usual().only("test").plan();
    try (var aws = bootstrapped()) {
      var network = plan.of("test").get(0);
      var there = aws.accounts.in(network.place());
      var outputs = there.look(network.name()).orElseThrow().outputs();
      var subnets = List.of(outputs.get("TaskSubnetIds").split(","));
      var paths =
          new TaskPaths(
              there.network(outputs.get("VpcId"), subnets).value().orElseThrow(),
              new TaskPlacement(
                  subnets, List.of(), outputs.get("AssignPublicIp").equals("ENABLED")),
              "eu-central-1");

      assertThat(paths.to(Destination.registryApi("eu-central-1")).words())
          .matches("NAT gateway nat-[0-9a-f]+");
      assertThat(paths.to(Destination.layers("eu-central-1")).words())
          .isEqualTo("the gateway endpoint of S3");
      assertThat(paths.to(Destination.host("public.ecr.aws")).isClosed()).isFalse();
    }
  }

  @Test
  void anExistingVpcWithoutAWayOutIsRefusedBeforeAnythingIsMade() {
    var subnets = List.of("subnet-3", "subnet-4");
    var plan = BootstrapRequests.usual().only("test").existing("vpc-1", subnets).plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var place = plan.of("test").get(0).place();
      ExistingVpc.withoutRoutes(aws.rehearsal, place.account(), place.region(), "vpc-1", subnets);

      assertThatThrownBy(() -> aws.bootstrap(plan))
          .hasMessageStartingWith(
              "The tasks of demo-app-test-service would not start: from their subnets in vpc-1 they"
                  + " do not reach what they need.\n"
                  + "public.ecr.aws: route table rtb-0rehearsalprivate of subnet subnet-3 has no"
                  + " default route.\n"
                  + "Amazon ECR (ecr.api): route table rtb-0rehearsalprivate of subnet subnet-3 has"
                  + " no default route, and the VPC has no usable endpoint for ecr.api.\n")
          .hasMessageContaining(
              "Try: aws ec2 create-route --route-table-id rtb-0rehearsalprivate"
                  + " --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT_GATEWAY\n")
          .hasMessageEndingWith(
              "     or, without a way to that registry, let bootstrap copy the placeholder:\n"
                  + "     <stackParameters><PlaceholderImage>copy</PlaceholderImage></stackParameters>\n"
                  + "     Nothing was changed.");
      assertThat(aws.accounts.in(place).look("demo-app-test-service")).isEmpty();
    }
  }

  @Test
  void anExistingVpcWithAWayOutIsTaken() {
    var plan =
        BootstrapRequests.usual()
            .only("test")
            .existing("vpc-1", List.of("subnet-3", "subnet-4"))
            .plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::first);
    }
  }

  @Test
  void aResourceThatFailsIsToldWithItsReasonAndTheNextRunRecovers() {
    var plan = BootstrapRequests.usual().plan();
    try (var aws = new RehearsedStacks(folder, Set.of(Fault.STACK_RESOURCE_FAILS))) {
      assertThatThrownBy(() -> aws.bootstrap(plan))
          .hasMessageContaining("failed at Service (AWS::ECS::Service).")
          .hasMessageContaining("CloudFormation said: CREATE_FAILED - Resource handler returned")
          .hasMessageContaining("Nothing of this stack is left; the earlier stacks exist.")
          .hasMessageContaining("Also: Stack demo-app-")
          .hasMessageContaining("resume: mvn xacct:bootstrap");
      // Neither it nor a change set or empty stack of later ones.
      for (String stack : List.of("service", "codedeploy", "role")) {
        assertThat(aws.accounts.in(plan.tooling().place()).look("demo-app-dev-" + stack)).isEmpty();
      }
    }
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      List<ChangeSet> sets = aws.bootstrap(plan);
      assertThat(sets)
          .filteredOn(ChangeSet::isEmpty)
          .extracting(set -> set.stack().template().id())
          .containsExactly("tooling", "network", "network", "network");
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }

  @Test
  void aConnectionIsLookedAtBeforeAPipelineIsMade() {
    var tools = BootstrapRequests.usual().plan().tooling().place();
    String arn = "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52";
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var session = aws.accounts.session(tools);
      assertThat(new SourceConnection(session, arn).demandAvailable()).isEmpty();
      assertThatThrownBy(
              () -> new SourceConnection(session, arn.replace("111", "444")).demandAvailable())
          .hasMessageContaining("The pipeline's connection does not exist.")
          .hasMessageContaining(
              "AWS said: CodeConnections GetConnection: ResourceNotFoundException");
    }
    try (var aws = new RehearsedStacks(folder, Set.of(Fault.CONNECTION_PENDING))) {
      var session = aws.accounts.session(tools);
      assertThatThrownBy(() -> new SourceConnection(session, arn).demandAvailable())
          .hasMessageContaining("The pipeline's connection is PENDING.")
          .hasMessageContaining("Update pending connection");
    }
  }

  @Test
  void destroyLeavesWhatItListsAndBootstrapTakesItOverAgain() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    try (var aws = bootstrapped()) {

      assertThat(aws.destroy(plan.of("test")))
          .extracting(line -> line.replaceAll("accesslogbucket-\\w+", "accesslogbucket-R"))
          .containsExactly(
              "222222222222  AWS::S3::BucketPolicy demo-app-test-service-accesslogbucket-R: is deleted with"
                  + " its bucket",
              "222222222222  AWS::S3::Bucket demo-app-test-service-accesslogbucket-R: empty it of all"
                  + " versions, then aws s3 rb s3://demo-app-test-service-accesslogbucket-R --region"
                  + " eu-central-1",
              "222222222222  AWS::Logs::LogGroup /ecs/demo-app-test: aws logs delete-log-group"
                  + " --log-group-name /ecs/demo-app-test --region eu-central-1");
      assertThat(aws.said)
          .contains("demo-app-test-service: the desired count of the service is 0")
          .contains("demo-app-test-role: demo-app-test-role DELETE_COMPLETE");
      assertThat(aws.destroy(List.of(plan.tooling())))
          .extracting(line -> line.split(" +")[1])
          .containsExactlyInAnyOrder(
              "AWS::ECR::Repository", "AWS::KMS::Key", "AWS::S3::Bucket", "AWS::S3::BucketPolicy");

      assertThat(Bootstrap.lines(aws.bootstrap(plan), false))
          .filteredOn(line -> line.startsWith("  = take over"))
          .extracting(line -> line.replaceAll(" +", " "))
          .containsExactly(
              " = take over ImageRepository AWS::ECR::Repository exists already; its settings become the template's",
              " = take over LogGroup AWS::Logs::LogGroup exists already, and stays as it is");
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }

  /** An import does not change the imported resource. */
  @Test
  void aRepositoryThatIsTakenOverLetsTheExecutionRolesPull() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      String name = plan.tooling().values().get("RepositoryName");
      aws.createRepository(name);

      assertThat(Bootstrap.lines(aws.bootstrap(plan), false))
          .contains(
              "  = take over  ImageRepository              AWS::ECR::Repository                      "
                  + " exists already; its settings become the template's",
              "  + add        9 resources: CodeBuild: Project; IAM: Role; KMS: Key; Logs: LogGroup; S3:"
                  + " Bucket, BucketPolicy; SNS: 2 Topic, TopicPolicy");
      assertThat(aws.said)
          .contains(
              "demo-app-tooling: ImageRepository was taken over with its own ImageScanningConfiguration,"
                  + " ImageTagMutability, LifecyclePolicy, RepositoryPolicyText; set now as in the template",
              "demo-app-tooling: ImageRepository UPDATE_COMPLETE");
      assertThat(aws.drift(plan.tooling())).isEmpty();
      assertThat(aws.repositoryPolicy(name)).contains("demo-app-test-execution");
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }

  /** The role in a template file can pull and be passed; the service is unchanged. */
  @Test
  void aRoleOfTheUsersOwnGetsThePermissions() throws Exception {
    var plan = BootstrapRequests.usual().only("test").executionRole("shared/pull").plan();
    try (var aws = bootstrapped()) {
      assertThat(aws.bootstrap(plan))
          .filteredOn(set -> !set.isEmpty())
          .extracting(set -> set.stack().template().id())
          .containsExactly("tooling", "codedeploy", "role");
      assertThat(aws.repositoryPolicy(plan.tooling().values().get("RepositoryName")))
          .contains("222222222222:role/shared/pull", "222222222222:role/demo-app-test-execution");
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }

  /**
   * Interrupted between the import and the following update, when the stack is complete for
   * CloudFormation.
   */
  @Test
  void aTakeOverThatWasInterruptedIsFinishedByTheNextRun() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    Stack tooling = plan.tooling();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      String name = tooling.values().get("RepositoryName");
      aws.createRepository(name);
      var cloudFormation = aws.accounts.in(tooling.place());
      cloudFormation.execute(cloudFormation.prepare(tooling, tooling.values(), true));
      aws.untilDone(tooling);
      assertThat(aws.drift(tooling)).isNotEmpty();

      assertThat(aws.bootstrap(plan).get(0).isEmpty()).isTrue();
      assertThat(aws.drift(tooling)).isEmpty();
      assertThat(aws.repositoryPolicy(name)).contains("demo-app-test-execution");
    }
  }

  @Test
  void oneAccountThatFailsDoesNotMakeTheOthersForgotten() {
    var plan = BootstrapRequests.usual().plan();
    Stack role = plan.of("prod").get(3);
    var inItsWay =
        new Stack(Template.ROLE, "somebody-elses", role.place(), role.values(), Map.of());
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var cloudFormation = aws.accounts.in(role.place());
      cloudFormation.execute(cloudFormation.prepare(inItsWay, inItsWay.values(), true));
      aws.untilDone(inItsWay);
      var scope = RehearsedStacks.everything(plan);
      var bootstrap = aws.bootstrap(plan, scope);
      bootstrap.prepare();

      assertThatThrownBy(bootstrap::run)
          .hasMessageContaining("demo-app-prod-role")
          .hasMessageContaining("already exists");
      var found = BootstrapWork.found(EnvironmentsFile.empty("demo-app"), bootstrap, plan, scope);
      assertThat(found.tools()).isPresent();
      assertThat(found.environments()).containsOnlyKeys("dev", "test");
      assertThat(found.environments().get("test").role())
          .contains("arn:aws:iam::222222222222:role/demo-app-test-deploy");
    }
  }

  @Test
  void whatIsCodeDeploysStaysAndWhatIsNotFollowsThePom() throws Exception {
    try (var aws = bootstrapped()) {
      var more =
          BootstrapRequests.usual()
              .only("test")
              .parameter("DesiredCount", "3")
              .parameter("LogRetentionDays", "30")
              .plan();

      assertThat(aws.bootstrap(more))
          .flatExtracting(ChangeSet::changes)
          .extracting(ChangeSet.Change::logicalId)
          .containsExactly("LogGroup", "TestFunctionLogGroup");
      assertThat(aws.said)
          .contains(
              "! demo-app-test-service: DesiredCount stays 1, although the configuration has 3: after their creation, service and listeners are controlled by CodeDeploy");
    }
  }

  @Test
  void whatHoldsDataIsNotReplaced() throws Exception {
    try (var aws = bootstrapped()) {
      var renamed = BootstrapRequests.usual().only("test").repository("other").plan();

      assertThatThrownBy(() -> aws.bootstrap(renamed))
          .hasMessageContaining(
              "Stack demo-app-tooling in tools (account 111111111111, eu-central-1) would change"
                  + " what must stay.\n"
                  + "ImageRepository (AWS::ECR::Repository, RepositoryName) holds data and would be"
                  + " replaced")
          .hasMessageContaining("Nothing was changed.");
      assertThat(aws.bootstrap(BootstrapRequests.usual().only("test").plan()))
          .allMatch(ChangeSet::isEmpty);
    }
  }

  @Test
  void aBroaderPermissionStandsOut() throws Exception {
    try (var aws = bootstrapped()) {
      var broader =
          BootstrapRequests.usual().only("test").parameter("RegisterAnyFamily", "true").plan();

      assertThat(Bootstrap.lines(aws.bootstrap(broader), false))
          .contains(
              "Permissions (!+ allows more than before):",
              "  demo-app-test-role DeployRole:",
              "   - Allow ecs:RegisterTaskDefinition on"
                  + " arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-app-test:*",
              "  !+ Allow ecs:RegisterTaskDefinition on *");
    }
  }

  @Test
  void driftIsToldWithoutWhatCodeDeployOwns() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    try (var aws = bootstrapped()) {
      for (Stack stack : plan.all()) {
        assertThat(aws.drift(stack)).as(stack.name()).isEmpty();
      }
    }
  }

  @Test
  void whatSomebodyChangedIsDrift() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    try (var aws = bootstrapped()) {
      Stack service = plan.of("test").get(1);
      aws.accounts.in(service.place()).stopTasks("demo-app-test", "demo-app-test");

      assertThat(Drift.lines(service, aws.drift(service)))
          .containsExactly(
              "demo-app-test-service: Service (AWS::ECS::Service,"
                  + " arn:aws:ecs:eu-central-1:222222222222:service/demo-app-test/demo-app-test)"
                  + " was changed:",
              "  /DesiredCount is 0, the template has 1");
    }
  }

  /** Interrupted during a traffic shift, after which no target group would have 100 percent. */
  @Test
  void aRehearsalThatEndedWhileTrafficMovedBeginsWithItOnThePrimary() throws Exception {
    bootstrapped().close();
    Path file = folder.resolve("stacks/222222222222-eu-central-1.json");
    String text = Files.readString(file);
    ObjectNode saved = (ObjectNode) new ObjectMapper().readTree(text);
    String green = "";
    String blue = "";
    for (var thing : saved.path("things")) {
      if (thing.path("type").asText().endsWith("::Service")) {
        blue = thing.at("/properties/LoadBalancers/0/TargetGroupArn").asText();
      }
    }
    for (var thing : saved.path("things")) {
      String id = thing.path("id").asText();
      green = id.contains(":targetgroup/") && !id.equals(blue) ? id : green;
    }
    for (var thing : saved.path("things")) {
      if (thing.path("type").asText().endsWith("::Listener")) {
        var action = (ObjectNode) thing.at("/properties/DefaultActions/0");
        action.remove("TargetGroupArn");
        var groups = action.putObject("ForwardConfig").putArray("TargetGroups");
        groups.addObject().put("TargetGroupArn", blue).put("Weight", 30);
        groups.addObject().put("TargetGroupArn", green).put("Weight", 70);
      }
    }
    Files.writeString(file, saved.toString());

    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var listeners =
          aws.rehearsal.standing(
              new AccountId("222222222222"),
              new Region("eu-central-1"),
              "AWS::ElasticLoadBalancingV2::Listener");
      String forwards = "[{\"Type\":\"forward\",\"TargetGroupArn\":\"" + blue + "\"}]";
      assertThat(listeners.values())
          .hasSize(2)
          .allSatisfy(
              listener ->
                  assertThat(listener.path("DefaultActions").toString()).isEqualTo(forwards));
    }
  }

  @Test
  void anOlderPluginLeavesANewerStackAlone() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    Stack tooling = plan.tooling();
    var newer =
        new Stack(
            Template.rendered(
                "tooling", tooling.template().text().replace("Value: '3'", "Value: '4'")),
            tooling.name(),
            tooling.place(),
            tooling.values(),
            Map.of());
    try (var aws = bootstrapped()) {
      var cloudFormation = aws.accounts.in(tooling.place());
      var set = cloudFormation.prepare(newer, newer.values(), false);
      cloudFormation.execute(set);
      aws.untilDone(tooling);

      assertThatThrownBy(() -> aws.bootstrap(plan))
          .hasMessageStartingWith(
              "Stack demo-app-tooling in tools (account 111111111111, eu-central-1) was created by a newer version of this plugin.")
          .hasMessageContaining("Its TemplateVersion is 4, this plugin's is 3.");
    }
  }

  @Test
  void theAppIsAskedByTheNameOfItsCertificate() throws Exception {
    var plan =
        BootstrapRequests.usual()
            .only("test")
            .parameter("DomainName", "test.example.com")
            .parameter(
                "CertificateArn", "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000")
            .plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var bootstrap = aws.bootstrap(plan, RehearsedStacks.everything(plan));
      bootstrap.prepare();
      bootstrap.run();

      assertThat(bootstrap.outputs(plan.of("test")))
          .containsEntry("ProductionUrl", "https://test.example.com")
          .containsEntry("TestUrl", "https://test.example.com:8443")
          .hasEntrySatisfying(
              "DnsRecord",
              record ->
                  assertThat(DnsRecord.parse(record).orElseThrow().target())
                      .isEqualTo("127.0.0.1"));
    }
  }

  @Test
  void aCertificateOfAnotherNameIsRefusedBeforeAnythingChanges() {
    var plan =
        BootstrapRequests.usual()
            .only("test")
            .parameter("DomainName", "test.example.com")
            .parameter(
                "CertificateArn", "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000")
            .plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var certificate = JsonNodeFactory.instance.objectNode();
      certificate.putArray("SubjectAlternativeNames").add("shop.example.com").add("*.example.org");
      aws.rehearsal
          .store()
          .put(
              new AccountRegion(new AccountId("222222222222"), new Region("eu-central-1")),
              "AWS::CertificateManager::Certificate",
              "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000",
              certificate);

      assertThatThrownBy(() -> aws.bootstrap(plan))
          .hasMessage(
              """
              demo-app-test-service: The certificate is not for test.example.com.
              Certificate arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000
              It is for: shop.example.com, *.example.org
              Try: request one that is: aws acm request-certificate --domain-name test.example.com --validation-method DNS --region eu-central-1
                   and attach it to the listeners, or use a name that it is for: <url>
                   then write it as <stackParameters><CertificateArn>. Nothing was changed.""");
      assertThat(
              aws.accounts.in(plan.of("test").get(0).place()).look(plan.of("test").get(0).name()))
          .isEmpty();
    }
  }

  /** The alarms of the stack and those of the team. */
  @Test
  void theAlarmsThatStopADeployment() throws Exception {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(
          BootstrapRequests.usual().only("test").parameter("TeamAlarms", "slow,late").plan());

      var group =
          aws.rehearsal
              .standing(
                  new AccountId("222222222222"),
                  new Region("eu-central-1"),
                  "AWS::CodeDeploy::DeploymentGroup")
              .values()
              .iterator()
              .next();
      assertThat(group.at("/AlarmConfiguration/Alarms").findValuesAsText("Name"))
          .containsExactly(
              "demo-app-test-5xx-a",
              "demo-app-test-5xx-b",
              "demo-app-test-elb-5xx",
              "demo-app-test-unhealthy-a",
              "demo-app-test-unhealthy-b",
              "slow",
              "late");
    }
  }

  /** App demo with environment app-test has the names of app demo-app with test. */
  @Test
  void anotherAppsStacksAreNotTakenOver() throws Exception {
    try (var aws = bootstrapped()) {
      var plan =
          BootstrapRequests.usual()
              .only("none")
              .app("demo")
              .environment("app-test", "222222222222", "eu-central-1")
              .plan();

      assertThatThrownBy(() -> aws.bootstrap(plan))
          .hasMessage(
              "Stack demo-app-test-network in app-test (account 222222222222, eu-central-1) belongs"
                  + " to another app or environment.\n"
                  + "Its AppName is demo-app, this configuration's is demo.\n"
                  + "Try: rename <app> or the environment: the two would share every name.\n"
                  + "     Nothing was changed.");
    }
  }

  @Test
  void aStackThatIsStuckIsToldWithTheWayOut() throws Exception {
    var plan = BootstrapRequests.usual().only("test").plan();
    Stack service = plan.of("test").get(1);
    try (var aws = bootstrapped()) {
      var cloudFormation = aws.accounts.in(service.place());
      String all =
          "{'Statement':[{'Effect':'Allow','Principal':'*','Action':'Update:*','Resource':'*'}]}";
      cloudFormation.protect(service.name(), Optional.of(all.replace('\'', '"')));
      var parameters =
          new HashMap<>(cloudFormation.look(service.name()).orElseThrow().parameters());
      parameters.put("DesiredCount", "2");
      cloudFormation.execute(cloudFormation.prepare(service, parameters, false));
      aws.untilDone(service);

      assertThatThrownBy(() -> aws.bootstrap(plan))
          .hasMessageContaining("is stuck in UPDATE_ROLLBACK_FAILED.")
          .hasMessageContaining(
              "aws cloudformation continue-update-rollback --region eu-central-1 --stack-name"
                  + " demo-app-test-service --resources-to-skip Service");
    }
  }

  @Test
  void whoDoesNotAgreeLeavesNothingBehind() {
    var plan = BootstrapRequests.usual().plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var bootstrap = aws.bootstrap(plan, RehearsedStacks.everything(plan));
      assertThat(bootstrap.prepare()).hasSize(13);
      bootstrap.discard();

      for (Stack stack : plan.all()) {
        assertThat(aws.accounts.in(stack.place()).look(stack.name())).as(stack.name()).isEmpty();
      }
    }
  }

  /** Both have change sets for the same empty stacks; each deletes only its own. */
  @Test
  void ofTwoRunsAtOnceTheOneThatEndsEarlyLeavesTheStacksOfTheOther() {
    var plan = BootstrapRequests.usual().only("test").plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var everything = RehearsedStacks.everything(plan);
      var disagrees = aws.bootstrap(plan, everything);
      disagrees.prepare();
      var late = aws.bootstrap(plan, everything);
      late.prepare();
      var winner = aws.bootstrap(plan, everything);
      winner.prepare();
      disagrees.discard();
      winner.run();

      assertThatThrownBy(late::run)
          .hasMessageStartingWith("Cannot execute the change set of stack demo-app-tooling.")
          .hasMessageEndingWith("resume: mvn xacct:bootstrap");
      for (Stack stack : plan.all()) {
        assertThat(aws.accounts.in(stack.place()).look(stack.name()).orElseThrow().status())
            .as(stack.name())
            .isEqualTo("CREATE_COMPLETE");
      }
    }
  }

  @Test
  void credentialsOfAnotherAccountAreRefused() {
    var plan = BootstrapRequests.usual().plan();
    try (var aws = new RehearsedStacks(folder, Set.of());
        var accounts = aws.withBuildersCredentials()) {
      assertThatThrownBy(() -> accounts.callers(RehearsedStacks.everything(plan).places(plan)))
          .hasMessageStartingWith("Not everywhere are you in the account that the pom names.\n")
          .hasMessageContaining(
              "test (account 222222222222, eu-central-1): the credentials are"
                  + " arn:aws:iam::111111111111:user/")
          .hasMessageContaining("such as -Dxacct.prod.profile=NAME,");
    } finally {
      RehearsedStacks.forgetCredentials();
    }
  }
}
