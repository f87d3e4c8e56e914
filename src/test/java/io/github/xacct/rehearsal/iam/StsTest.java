package io.github.xacct.rehearsal.iam;

import static io.github.xacct.rehearsal.CoreFixture.BUILDER;
import static io.github.xacct.rehearsal.CoreFixture.ROLE;
import static io.github.xacct.rehearsal.CoreFixture.assumeRole;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.SignedHttp;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.wire.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

public class StsTest {
  @TempDir Path state;
  @AutoClose private CoreFixture aws;

  @BeforeEach
  void start() {
    aws = new CoreFixture(state);
  }

  @Test
  void reportsTheBuilderWhoItIs() {
    var me = aws.sts(aws.builder()).getCallerIdentity();

    assertThat(me.arn()).isEqualTo(BUILDER);
    assertThat(me.account()).isEqualTo("111111111111");
    assertThat(me.userId()).startsWith("AIDA").hasSize(21);
    assertThat(me.responseMetadata().requestId()).hasSize(36);
  }

  @Test
  void aUrlThatBearsItsSignatureShowsWhoSignedIt() throws Exception {
    String path = "/?Action=GetCallerIdentity&Version=2011-06-15";
    SignedHttp sts = new SignedHttp(aws.rehearsal.endpoint(), aws.rehearsal.builder(), "sts");
    URI url = sts.presigned(path);
    assertThat(SignedHttp.get(url).body()).contains("<Arn>" + BUILDER + "</Arn>");
    URI other = URI.create(url.toString().replace("GetCallerIdentity", "AssumeRole"));
    assertThat(SignedHttp.get(other).body()).contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void aJobGetsItsTokenAsGithubHandsItOut() throws Exception {
    URI page = aws.rehearsal.endpoint().resolve("/_rehearsal/token?sub=repo:a/b:ref:x&audience=me");
    String token = Json.JSON.readTree(SignedHttp.get(page).body()).path("value").asText();
    String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8);
    assertThat(claims)
        .startsWith(
            "{\"iss\":\"https://token.actions.githubusercontent.com\",\"sub\":\"repo:a/b:ref:x\","
                + "\"aud\":\"me\",");
    assertThat(SignedHttp.get(aws.rehearsal.endpoint().resolve("/_rehearsal/keys")).body())
        .startsWith("{\"keys\":[{\"kty\":\"RSA\"");
    assertThat(SignedHttp.get(aws.rehearsal.endpoint().resolve("/_rehearsal/token")).body())
        .contains("The request must contain the parameter sub");
  }

  @Test
  void aRoleThatTrustsTheBuilderCanBeAssumed() {
    var answer = aws.sts(aws.builder()).assumeRole(assumeRole().durationSeconds(900).build());

    String arn = "arn:aws:sts::222222222222:assumed-role/demo-deploy/demo-42";
    assertThat(answer.assumedRoleUser().arn()).isEqualTo(arn);
    assertThat(answer.assumedRoleUser().assumedRoleId()).startsWith("AROA").endsWith(":demo-42");
    assertThat(answer.credentials().accessKeyId()).startsWith("ASIA");
    assertThat(answer.credentials().expiration())
        .isCloseTo(Instant.now().plusSeconds(900), within(600));
    assertThat(answer.sourceIdentity()).isNull();
    assertThat(answer.getValueForField("PackedPolicySize", Integer.class)).isEmpty();

    var me = aws.sts(aws.assumedRole()).getCallerIdentity();
    assertThat(me.arn()).isEqualTo(arn);
    assertThat(me.account()).isEqualTo("222222222222");
    assertThat(me.userId()).isEqualTo(answer.assumedRoleUser().assumedRoleId());
  }

  @Test
  void sessionTagsAreTaken() {
    var answer =
        aws.sts(aws.builder())
            .assumeRole(
                assumeRole().tags(Tag.builder().key("commit").value("abc").build()).build());

    assertThat(answer.getValueForField("PackedPolicySize", Integer.class).orElseThrow())
        .isPositive();
    assertThat(aws.calls)
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.operation()).isEqualTo("AssumeRole");
              assertThat(call.callerArn()).isEqualTo(BUILDER);
              assertThat(call.request().path("Tags.member.1.Key").asText()).isEqualTo("commit");
            });
  }

  @Test
  void theTrustPolicyDecides() throws Exception {
    denied(r -> r.externalId("wrong"), "sts:AssumeRole", ROLE);
    denied(r -> r.externalId(null), "sts:AssumeRole", ROLE);
    denied(r -> r.roleArn(ROLE + "x"), "sts:AssumeRole", ROLE + "x");
    denied(r -> r.sourceIdentity("alice"), "sts:SetSourceIdentity", ROLE);
  }

  @Test
  void roleDeniedTrustsNobody() throws Exception {
    aws.close();
    aws = new CoreFixture(state, Fault.ROLE_DENIED);

    denied(r -> {}, "sts:AssumeRole", ROLE);
  }

  @Test
  void aSessionIsNotTrustedInPlaceOfTheBuilder() {
    AwsServiceException e = failure(aws.assumedRole(), r -> {});

    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: arn:aws:sts::222222222222:assumed-role/demo-deploy/demo-42 is not authorized to"
                + " perform: sts:AssumeRole on resource: "
                + ROLE
                + " because no identity-based policy allows the sts:AssumeRole action");
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "session  | x              | at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
        "session  | a b            | at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
        "duration | 60             | Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
        "duration | 43201          | Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
        "duration | 3601           | The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        "role     | arn:aws:iam::222222222222:user/x  | arn:aws:iam::222222222222:user/x is invalid",
      })
  void whatIsAskedForIsChecked(String what, String value, String message) {
    AwsServiceException e =
        failure(
            aws.builder(),
            r -> {
              switch (what) {
                case "session" -> r.roleSessionName(value);
                case "duration" -> r.durationSeconds(Integer.valueOf(value));
                default -> r.roleArn(value);
              }
            });

    assertThat(e.statusCode()).isEqualTo(400);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
    assertThat(e.awsErrorDetails().errorMessage()).endsWith(message);
  }

  @Test
  void aChainedRoleLastsAnHourAtMost() {
    AwsServiceException e = failure(aws.assumedRole(), r -> r.durationSeconds(3601));

    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
                + " role chaining.");
  }

  @Test
  void sessionsExpire() {
    AwsCredentials session = aws.assumedRole();
    aws.clock.forward(Duration.ofMinutes(61));

    refused(() -> aws.sts(session).getCallerIdentity(), 403, "ExpiredToken", "expired");
    refused(() -> aws.ecr(session).describeRepositories(), 400, "ExpiredTokenException", "expired");
  }

  @Test
  void wrongKeysAreRefusedInTheWordsOfTheProtocol() {
    var wrongSecret = AwsBasicCredentials.create(aws.rehearsal.accessKeyId(), "wrong");
    var unknownKey = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret");
    var session = (AwsSessionCredentials) aws.assumedRole();
    var withoutToken = AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
    var wrongToken =
        AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), "other");

    String mismatch = "The request signature we calculated does not match";
    String invalid = "The security token included in the request is invalid.";
    refused(() -> aws.sts(wrongSecret).getCallerIdentity(), 403, "SignatureDoesNotMatch", mismatch);
    refused(() -> aws.sts(unknownKey).getCallerIdentity(), 403, "InvalidClientTokenId", invalid);
    refused(
        () -> aws.ecr(wrongSecret).describeRepositories(),
        400,
        "InvalidSignatureException",
        mismatch);
    for (AwsCredentials keys : new AwsCredentials[] {unknownKey, withoutToken, wrongToken}) {
      refused(
          () -> aws.ecr(keys).describeRepositories(), 400, "UnrecognizedClientException", invalid);
    }
    assertThat(aws.calls).extracting(RecordedCall::operation).containsExactly("AssumeRole");
  }

  @Test
  void aClockThatIsWrongByMoreThanFiveMinutesIsRefused() {
    aws.clock.forward(Duration.ofMinutes(6));
    refused(
        () -> aws.ecr(aws.builder()).describeRepositories(),
        400,
        "InvalidSignatureException",
        "Signature expired: ");

    aws.clock.forward(Duration.ofMinutes(-12));
    refused(
        () -> aws.sts(aws.builder()).getCallerIdentity(),
        403,
        "SignatureDoesNotMatch",
        "Signature not yet current: ");

    aws.clock.forward(Duration.ofMinutes(2));
    assertThat(aws.sts(aws.builder()).getCallerIdentity().arn()).isEqualTo(BUILDER);
  }

  private void denied(Consumer<AssumeRoleRequest.Builder> change, String action, String role) {
    AwsServiceException e = failure(aws.builder(), change);

    assertThat(e.statusCode()).isEqualTo(403);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: "
                + BUILDER
                + " is not authorized to perform: "
                + action
                + " on resource: "
                + role);
  }

  private AwsServiceException failure(
      AwsCredentials caller, Consumer<AssumeRoleRequest.Builder> change) {
    var request = assumeRole();
    change.accept(request);
    return catchThrowableOfType(
        AwsServiceException.class, () -> aws.sts(caller).assumeRole(request.build()));
  }

  public static void refused(Runnable call, int status, String code, String message) {
    var e = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(e.awsErrorDetails().errorMessage()).contains(message);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.statusCode()).isEqualTo(status);
    assertThat(e.requestId()).hasSize(36);
  }

  private static org.assertj.core.data.TemporalUnitOffset within(int seconds) {
    return org.assertj.core.api.Assertions.within(seconds, ChronoUnit.SECONDS);
  }
}
