package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.xacct.RehearsedAws;
import io.github.xacct.event.Event;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sts.StsClient;

class AssumedRoleTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/ci/demo-deploy";
  private static final String BUILDER = "arn:aws:iam::111111111111:user/xacct-rehearsal-build";

  @TempDir Path folder;

  @Test
  void entersTheTargetAccountAsTheRole() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      assertThat(whoAmI(session))
          .isEqualTo("arn:aws:sts::222222222222:assumed-role/demo-deploy/demo-42");
      assertThat(aws.events)
          .singleElement()
          .isInstanceOfSatisfying(
              Event.RoleAssumed.class,
              e -> {
                assertThat(e.roleArn()).isEqualTo(ROLE);
                assertThat(e.sessionName()).isEqualTo("demo-42");
                assertThat(e.expires())
                    .isBetween(Instant.now().plusSeconds(3400), Instant.now().plusSeconds(3700));
              });
    }
  }

  @Test
  void handsOverExternalIdAndTags() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      assertThat(session).isNotNull();
      var request = aws.calls.get(0).request();
      assertThat(request.path("ExternalId").asText()).isEqualTo("ext-1");
      assertThat(request.path("Tags.member.1.Key").asText()).isEqualTo("project");
      assertThat(request.path("Tags.member.1.Value").asText()).isEqualTo("demo");
    }
  }

  @Test
  void withoutARoleTheBuildersOwnCredentialsServe() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter(with(aws.environment, Optional.empty(), Optional.empty()))) {
      assertThat(whoAmI(session)).isEqualTo(BUILDER);
      assertThat(aws.events).isEmpty();
    }
  }

  @Test
  void aRoleThatDoesNotTrustUsIsToldWithTheTrustToWrite() {
    try (var aws = RehearsedAws.in(folder).fault(Fault.ROLE_DENIED).start()) {
      assertThat(refusal(aws, aws.environment))
          .isEqualTo(
              """
              Cannot assume role arn:aws:iam::222222222222:role/ci/demo-deploy of environment test.
              AWS said: AccessDenied - User: arn:aws:iam::111111111111:user/xacct-rehearsal-build \
              is not authorized to perform: sts:AssumeRole on resource: \
              arn:aws:iam::222222222222:role/ci/demo-deploy (request ID)
              Try: allow arn:aws:iam::111111111111:user/xacct-rehearsal-build to sts:AssumeRole \
              in that role's trust policy,
                   allow sts:AssumeRole on that role in the caller's own policy,
                   and compare <externalId> with the trust policy's sts:ExternalId.
                   mvn xacct:preflight -Denv=test reports which side it is.
                   https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md#assume-role-denied""");
    }
  }

  @Test
  void aWrongExternalIdLooksTheSameAsMissingTrust() {
    try (var aws = RehearsedAws.in(folder).start()) {
      var wrong = with(aws.environment, aws.environment.role(), Optional.of("ext-2"));
      assertThat(refusal(aws, wrong))
          .startsWith("Cannot assume role " + ROLE)
          .contains("and compare <externalId> with the trust policy's sts:ExternalId.");
      var none = with(aws.environment, aws.environment.role(), Optional.empty());
      assertThat(refusal(aws, none))
          .contains("and set <externalId> if the trust policy asks for sts:ExternalId.");
    }
  }

  @Test
  void noSecretIsInWhatMayBePrinted() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      var secret = session.credentials().resolveCredentials().secretAccessKey();
      assertThat(session.toString()).doesNotContain(secret);
      assertThat(
              new AwsAccess.EndpointOverride(aws.rehearsal.endpoint(), "AKIA", "secret-key")
                  .toString())
          .doesNotContain("secret-key");
    }
  }

  private static String refusal(RehearsedAws aws, Environment environment) {
    var refused = catchThrowable(() -> aws.enter(environment));
    assertThat(refused).isInstanceOf(XacctException.class);
    return refused.getMessage().replaceAll("request [0-9a-f-]{36}", "request ID");
  }

  private static String whoAmI(AwsSession session) {
    return session.client(StsClient.builder()).getCallerIdentity().arn();
  }

  private static Environment with(
      Environment e, Optional<io.github.xacct.model.RoleArn> role, Optional<String> externalId) {
    return new Environment(
        e.name(),
        e.account(),
        e.region(),
        role,
        externalId,
        Map.of(),
        e.cluster(),
        e.service(),
        e.application(),
        e.deploymentGroup(),
        e.deploymentConfiguration(),
        e.task(),
        e.appSpec(),
        e.suspendAutoScaling(),
        e.variables());
  }
}
