package io.github.xacct.rehearsal;

import static io.github.xacct.rehearsal.StackFixture.TEST;
import static io.github.xacct.rehearsal.StackFixture.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.Deadline;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.sts.StsClient;

/** Whole accounts of stacks: what they run, what they refuse, and what is retained. */
class AccountStacksTest {
  private static final AccountRegion PLACE =
      new AccountRegion(new AccountId(TEST), new Region("eu-central-1"));

  @TempDir Path folder;
  private StackFixture accounts;

  @AfterEach
  void stop() throws Exception {
    accounts.close();
  }

  private void start(Fault... faults) {
    accounts = new StackFixture(folder, faults);
  }

  private void again(List<RehearsedService> services) throws Exception {
    accounts.close();
    accounts = new StackFixture(folder, services);
  }

  private CloudFormationClient aws() {
    return accounts.in(TEST);
  }

  private static String status(Stack stack) {
    return stack.stackStatusAsString();
  }

  @Test
  void fourteenStacksInThreeAccountsStandOnceAndForAll() throws Exception {
    start();
    assertThat(new PrototypeStacks(accounts::deploy).all())
        .hasSize(14)
        .allSatisfy(stack -> assertThat(status(stack)).isEqualTo("CREATE_COMPLETE"));
    assertThat(unchanged()).isEmpty();

    again(List.of(service()));
    assertThat(unchanged()).isEmpty();
    assertThat(answer()).contains("placeholder");
    assertThat(accounts.rehearsal.store().all(PLACE, ResourceTypeNames.CLUSTER)).hasSize(1);
    assertThat(accounts.log).isEmpty();
    assertThatThrownBy(this::assumeDeployRole).hasMessageContaining("is not authorized");
  }

  /** Returns the stacks that a repeated deployment would change. */
  private List<String> unchanged() {
    List<String> changed = new ArrayList<>();
    new PrototypeStacks(
            (account, name, template, parameters) -> {
              var set = accounts.review(account, name, template, parameters);
              if (!set.statusAsString().equals("FAILED")) {
                changed.add(name + set.changes());
              }
              return accounts.in(account).describeStacks(b -> b.stackName(name)).stacks().get(0);
            })
        .all();
    return changed;
  }

  private String answer() {
    var url = accounts.rehearsal.productionUrl("test").orElseThrow();
    return Deadline.await(() -> answer(url), answer -> answer.statusCode() == 200).body();
  }

  private static HttpResponse<String> answer(URI url) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Assumes the deploy role as an administrator, whom the role does not trust: it trusts the
   * pipeline's role.
   */
  private void assumeDeployRole() {
    accounts
        .client(StsClient.builder(), StackFixture.TOOLS)
        .assumeRole(
            b ->
                b.roleArn("arn:aws:iam::" + TEST + ":role/demo-test-deploy")
                    .roleSessionName("somebody"));
  }

  private static RehearsedService service() {
    return RehearsedServiceBuilder.named("test", new AccountId(TEST), "demo-test")
        .container("app", 8080, "/")
        .build();
  }

  @Test
  void aServiceOfCodeDeployIsNotUpdatedAndTheRollbackFailsToo() {
    start();
    PrototypeStacks stacks = new PrototypeStacks(accounts::deploy);
    Stack network = stacks.network("test");
    stacks.service("test", network, "DesiredCount", "1");
    Stack stuck = stacks.service("test", network, "DesiredCount", "2");
    assertThat(status(stuck)).isEqualTo("UPDATE_ROLLBACK_FAILED");
    assertThat(stuck.stackStatusReason())
        .isEqualTo("The following resource(s) failed to update: [Service]. ");
    assertThat(accounts.events(TEST, "demo-test-service").toString())
        .contains(
            "Unable to update task definition on services with a CODE_DEPLOY deployment controller");
    assertThatThrownBy(() -> stacks.service("test", network, "DesiredCount", "1"))
        .hasMessageContaining("is in UPDATE_ROLLBACK_FAILED state and can not be updated.");

    aws().continueUpdateRollback(b -> b.stackName("demo-test-service").resourcesToSkip("Service"));
    Stack cured = accounts.settled(TEST, "demo-test-service");
    assertThat(status(cured)).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(cured.parameters().toString())
        .contains("ParameterKey=DesiredCount, ParameterValue=1");
  }

  @Test
  void aListenerThatCodeDeployMovedDriftsAndIsPutBackWhenItsOwnPropertiesChange() {
    start();
    PrototypeStacks stacks = new PrototypeStacks(accounts::deploy);
    Stack network = stacks.network("test");
    Stack service = stacks.service("test", network, "DesiredCount", "1");
    String listener = output(service, "ProductionListenerArn");
    ResourceStore store = accounts.rehearsal.store();
    String first = target(listener);
    store.edit(
        PLACE,
        ResourceTypeNames.LISTENER,
        listener,
        p -> ((ObjectNode) p.at("/DefaultActions/0")).put("TargetGroupArn", "another"));

    aws().detectStackDrift(b -> b.stackName("demo-test-service"));
    var drifts =
        aws()
            .describeStackResourceDrifts(
                b ->
                    b.stackName("demo-test-service")
                        .stackResourceDriftStatusFilters(StackResourceDriftStatus.MODIFIED))
            .stackResourceDrifts();
    assertThat(drifts).hasSize(1);
    assertThat(drifts.get(0).propertyDifferences().get(0).propertyPath())
        .isEqualTo("/DefaultActions/0/TargetGroupArn");

    Stack secure =
        stacks.service(
            "test",
            network,
            "DesiredCount",
            "1",
            "CertificateArn",
            "arn:aws:acm:eu-central-1:" + TEST + ":certificate/1");
    assertThat(status(secure)).isEqualTo("UPDATE_COMPLETE");
    assertThat(target(listener)).isEqualTo(first);
    assertThat(output(secure, "ProductionUrl")).startsWith("https:");
  }

  private String target(String listener) {
    return accounts
        .rehearsal
        .store()
        .find(PLACE, ResourceTypeNames.LISTENER, listener)
        .orElseThrow()
        .at("/DefaultActions/0/TargetGroupArn")
        .asText();
  }

  @Test
  void aServiceThatNeverComesUpRollsItsStackBackAndTheNextRehearsalRecovers() throws Exception {
    start(Fault.STACK_RESOURCE_FAILS);
    PrototypeStacks stacks = new PrototypeStacks(accounts::deploy);
    Stack failed = stacks.service("test", stacks.network("test"));
    assertThat(status(failed)).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(accounts.events(TEST, "demo-test-service").toString())
        .contains("Service CREATE_FAILED", "HandlerErrorCode: NotStabilized");
    assertThat(accounts.rehearsal.store().all(PLACE, ResourceTypeNames.LOG_GROUP).keySet())
        .containsExactly("/vpc/demo-test/flow");

    again(List.of());
    aws().deleteStack(b -> b.stackName("demo-test-service"));
    accounts.settled(TEST, failed.stackId());
    PrototypeStacks next = new PrototypeStacks(accounts::deploy);
    Stack network = aws().describeStacks(b -> b.stackName("demo-test-network")).stacks().get(0);
    Stack service = next.service("test", network, "DesiredCount", "1");
    assertThat(status(service)).isEqualTo("CREATE_COMPLETE");
    aws().deleteStack(b -> b.stackName("demo-test-service"));
    assertThat(status(accounts.settled(TEST, service.stackId()))).isEqualTo("DELETE_COMPLETE");
    assertThat(accounts.rehearsal.store().all(PLACE, ResourceTypeNames.LISTENER)).isEmpty();
  }

  @Test
  void dataOutlivesTheStackAlsoInTheNextRehearsal() throws Exception {
    start();
    Stack tooling = new PrototypeStacks(accounts::deploy).tooling();
    accounts.in(StackFixture.TOOLS).deleteStack(b -> b.stackName("demo-tooling"));
    assertThat(status(accounts.settled(StackFixture.TOOLS, tooling.stackId())))
        .isEqualTo("DELETE_COMPLETE");
    again(List.of());
    Stack second = new PrototypeStacks(accounts::deploy).tooling();
    assertThat(status(second)).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(accounts.events(StackFixture.TOOLS, "demo-tooling").toString())
        .contains(
            "'AWS::S3::Bucket' with identifier 'demo-access-logs-111111111111-eu-central-1'"
                + " already exists");
  }

  @Test
  void whatWasGoingOnWhenARehearsalEndedHasFailedInTheNext() throws Exception {
    start();
    new PrototypeStacks(accounts::deploy).network("test");
    accounts.close();
    Path file = folder.resolve("stacks").resolve(TEST + "-eu-central-1.json");
    String saved = Files.readString(file);
    Files.writeString(
        file,
        saved.replace(
            "\"status\" : \"CREATE_COMPLETE\",\n    \"reason\" : null,\n    \"createdAt",
            "\"status\" : \"CREATE_IN_PROGRESS\",\n    \"reason\" : null,\n    \"createdAt"));
    assertThat(Files.readString(file)).isNotEqualTo(saved);

    accounts = new StackFixture(folder);
    Stack ended = aws().describeStacks(b -> b.stackName("demo-test-network")).stacks().get(0);
    assertThat(status(ended) + " " + ended.stackStatusReason())
        .isEqualTo("CREATE_FAILED The rehearsal ended meanwhile.");
    aws().deleteStack(b -> b.stackName("demo-test-network"));
    assertThat(status(accounts.settled(TEST, ended.stackId()))).isEqualTo("DELETE_COMPLETE");
    assertThat(accounts.rehearsal.store().all(PLACE, "AWS::EC2::VPC")).isEmpty();
  }
}
