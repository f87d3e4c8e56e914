package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.WrongCombinationsDoc;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.ExistingVpc;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.readonly.StoredNetwork;
import io.github.xacct.stack.plan.BootstrapRequests;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Existing resources that bootstrap refuses because they do not fit the configuration. */
class StandingCombinationsTest {
  private static final AccountRegion TEST =
      new AccountRegion(new AccountId("222222222222"), new Region("eu-central-1"));
  private static final AccountRegion TOOLS =
      new AccountRegion(new AccountId("111111111111"), new Region("eu-central-1"));
  private static final String CERTIFICATE =
      "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000";
  private static final String GITHUB =
      "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
  private static final List<String> SUBNETS = List.of("subnet-3", "subnet-4");
  private static final String ROUTE = "rtb-0rehearsalprivate|0.0.0.0/0";

  @TempDir Path folder;
  private final Map<String, String> reported = new LinkedHashMap<>();

  /** Whole messages, as docs/wrong-combinations.md shows them. */
  @Test
  void isRefusedBeforeAnythingChanges() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      certificates(aws);
      networks(aws);
      providers(aws);
      int stacks = aws.rehearsal.store().all(TEST, "AWS::ECS::Service").size();
      assertThat(stacks).isZero();
      names(aws);
    }
    WrongCombinationsDoc.hold("Errors in the accounts", reported);
  }

  private void certificates(RehearsedStacks aws) {
    var secured =
        test().parameter("DomainName", "test.example.com").parameter("CertificateArn", CERTIFICATE);
    certificate(aws, c -> c.putArray("SubjectAlternativeNames").add("shop.example.com"));
    refused(aws, "certificate for another name", secured);
    certificate(aws, c -> c.put("@NotAfter", 1_767_225_600).put("@Type", "IMPORTED"));
    refused(aws, "certificate that has expired", secured);
    certificate(aws, c -> c.put("@Status", "PENDING_VALIDATION"));
    refused(aws, "certificate that is not issued yet", secured);
  }

  private static void certificate(RehearsedStacks aws, Consumer<ObjectNode> change) {
    ObjectNode certificate = JsonNodeFactory.instance.objectNode();
    certificate.putArray("SubjectAlternativeNames").add("test.example.com");
    change.accept(certificate);
    aws.rehearsal
        .store()
        .put(TEST, "AWS::CertificateManager::Certificate", CERTIFICATE, certificate);
  }

  private void networks(RehearsedStacks aws) {
    var existing = test().existing("vpc-1", SUBNETS);
    ExistingVpc.withoutRoutes(aws.rehearsal, TEST.account(), TEST.region(), "vpc-1", SUBNETS);
    refused(aws, "subnets without a route to the internet", existing);
    ObjectNode route = JsonNodeFactory.instance.objectNode();
    route.put("RouteTableId", "rtb-0rehearsalprivate").put("DestinationCidrBlock", "0.0.0.0/0");
    aws.rehearsal
        .store()
        .put(TEST, StoredNetwork.ROUTE, ROUTE, route.put("GatewayId", "igw-0rehearsal"));
    refused(aws, "internet gateway, tasks without public addresses", existing);
    refused(
        aws,
        "subnet that does not exist",
        test().existing("vpc-1", List.of("subnet-3", "subnet-elsewhere")));
  }

  private void providers(RehearsedStacks aws) {
    refused(aws, "identity provider that does not exist", test().oidc(GITHUB));
    ObjectNode provider = JsonNodeFactory.instance.objectNode();
    provider.putArray("ClientIdList").add(OidcIssuer.AUDIENCE);
    aws.rehearsal.store().put(TOOLS, "AWS::IAM::OIDCProvider", GITHUB, provider);
    refused(aws, "second identity provider of one issuer", test().oidc());
  }

  private void names(RehearsedStacks aws) {
    var network = test().plan().of("test").get(0);
    var account = aws.accounts.in(network.place());
    account.execute(account.prepare(network, network.values(), true));
    aws.untilDone(network);
    refused(
        aws,
        "stack of another app",
        BootstrapRequests.usual()
            .only("none")
            .app("demo")
            .environment("app-test", "222222222222", "eu-central-1"));
  }

  private static BootstrapRequests test() {
    return BootstrapRequests.usual().only("test");
  }

  private void refused(RehearsedStacks aws, String name, BootstrapRequests wishes) {
    var plan = wishes.plan();
    var refusal = catchThrowable(() -> aws.bootstrap(plan));
    assertThat(refusal).as(name).isNotNull();
    reported.put(name, refusal.getMessage().replaceFirst(" \\(request [0-9a-f-]+\\)", ""));
  }
}
