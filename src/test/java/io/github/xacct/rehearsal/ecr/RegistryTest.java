package io.github.xacct.rehearsal.ecr;

import static io.github.xacct.rehearsal.RegistryClient.MANIFEST_TYPE;
import static io.github.xacct.rehearsal.RegistryClient.digest;
import static io.github.xacct.rehearsal.RegistryClient.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.RegistryClient;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

class RegistryTest {
  private static final String REPOSITORY = "/v2/team/demo";

  @TempDir Path state;
  private CoreFixture aws;
  private RegistryClient registry;
  private String password;

  @BeforeEach
  void start() {
    start(CoreFixture.plan(state));
  }

  @AfterEach
  void stop() throws Exception {
    aws.close();
  }

  private void start(RehearsalPlan plan) {
    aws = new CoreFixture(plan);
    registry = new RegistryClient(aws);
    password = password(aws.builder());
  }

  private void restart(RehearsalPlan plan) throws Exception {
    aws.close();
    start(plan);
  }

  private String password(AwsCredentials credentials) {
    var data = aws.ecr(credentials).getAuthorizationToken().authorizationData().get(0);
    return new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8)
        .substring(4);
  }

  /** Returns the execution role's password, which ECS requests before it pulls. */
  private String executionRolePassword() {
    String arn = "arn:aws:sts::222222222222:assumed-role/demo-execution/task";
    var caller =
        new Caller(new AccountId("222222222222"), arn, CoreFixture.EXECUTION_ROLE, "AROA:task");
    return aws.rehearsal.tokens().passwordFor(caller);
  }

  @Test
  void asksForThePasswordAsEcrDoes() {
    var answer = registry.get("/v2/", null);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Www-Authenticate"))
        .contains(
            "Basic realm=\"http://"
                + aws.rehearsal.registryHost()
                + "/\",service=\"ecr.amazonaws.com\"");
    assertThat(answer.headers().firstValue("Docker-Distribution-Api-Version"))
        .contains("registry/2.0");
    assertThat(answer.body()).isEqualTo("Not Authorized\n");
    assertThat(registry.get("/v2/", "wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void aPasswordLastsTwelveHours() {
    aws.clock.forward(Duration.ofHours(12).plusMinutes(1));

    refused(
        registry.get("/v2/", password),
        403,
        "DENIED",
        "Your authorization token has expired. Reauthenticate and try again.");
  }

  @Test
  void aPasswordIsBoundToItsRegion() {
    var builder =
        new Caller(
            new AccountId(CoreFixture.TOOLS), CoreFixture.BUILDER, CoreFixture.BUILDER, "AIDA");
    String elsewhere = ((EcrTokens) aws.rehearsal.tokens()).issue(builder, "eu-west-1").password();

    assertThat(registry.get("/v2/", elsewhere).statusCode()).isEqualTo(401);
  }

  @Test
  void anImageComesBackByteForByte() {
    var pushed = registry.pushImage("team/demo", password, "v1", "layer");
    assertThat(pushed.statusCode()).isEqualTo(201);
    String digest = digest(manifest("layer"));
    assertThat(pushed.headers().firstValue("Docker-Content-Digest")).contains(digest);

    for (String reference : List.of("v1", digest)) {
      var pulled = registry.get(REPOSITORY + "/manifests/" + reference, password);
      assertThat(pulled.statusCode()).isEqualTo(200);
      assertThat(pulled.body()).isEqualTo(manifest("layer"));
      assertThat(pulled.headers().firstValue("Content-Type")).contains(MANIFEST_TYPE);
      assertThat(pulled.headers().firstValue("Docker-Content-Digest")).contains(digest);
    }
    var head = registry.send("HEAD", REPOSITORY + "/manifests/v1", password, null);
    assertThat(head.headers().firstValue("Content-Length"))
        .contains(String.valueOf(manifest("layer").length()));
    assertThat(registry.get(REPOSITORY + "/blobs/" + digest("layer"), password).body())
        .isEqualTo("layer");
    var blob = registry.send("HEAD", REPOSITORY + "/blobs/" + digest("layer"), password, null);
    assertThat(blob.headers().firstValue("Content-Length")).contains("5");
    assertThat(registry.get(REPOSITORY + "/tags/list", password).body())
        .isEqualTo("{\"name\":\"team/demo\",\"tags\":[\"v1\"]}");
  }

  @Test
  void theApiTellsWhatWasPushed() {
    registry.pushImage("team/demo", password, "v1", "layer");
    registry.pushImage("team/demo", password, "v2", "layer");
    String digest = digest(manifest("layer"));
    var ecr = aws.ecr(aws.builder());
    var v2 = ImageIdentifier.builder().imageTag("v2").build();

    var detail = ecr.describeImages(r -> r.repositoryName("team/demo")).imageDetails().get(0);
    assertThat(detail.imageDigest()).isEqualTo(digest);
    assertThat(detail.imageTags()).containsExactly("v1", "v2");
    assertThat(detail.imageSizeInBytes()).isEqualTo(7);
    assertThat(detail.imageManifestMediaType()).isEqualTo(MANIFEST_TYPE);
    assertThat(ecr.listImages(r -> r.repositoryName("team/demo")).imageIds()).hasSize(2);
    var image = ecr.batchGetImage(r -> r.repositoryName("team/demo").imageIds(v2)).images().get(0);
    assertThat(image.imageManifest()).isEqualTo(manifest("layer"));
    assertThat(image.imageId().imageDigest()).isEqualTo(digest);
    assertThat(
            ecr.batchCheckLayerAvailability(
                    r -> r.repositoryName("team/demo").layerDigests(digest("layer")))
                .layers()
                .get(0)
                .layerSize())
        .isEqualTo(5);
  }

  @Test
  void aBlobMayComeInOnePatchButNotInTwo() {
    String upload = startUpload();
    var patch = registry.send("PATCH", upload, password, "lay");
    assertThat(patch.statusCode()).isEqualTo(201);
    assertThat(patch.headers().firstValue("Range")).contains("0-2");

    refused(
        registry.send("PATCH", upload, password, "er"),
        416,
        "BLOB_UPLOAD_INVALID",
        "ECR takes a blob in one PATCH only; this is the second one");
    assertThat(
            registry.send("PUT", upload + "?digest=" + digest("lay"), password, null).statusCode())
        .isEqualTo(201);
  }

  @Test
  void aMountIsAnsweredAsAnUpload() {
    String path = REPOSITORY + "/blobs/uploads/?mount=" + digest("x") + "&from=team/other";

    assertThat(registry.send("POST", path, password, null).statusCode()).isEqualTo(202);
  }

  @Test
  void contentThatIsNotWhatItClaimsIsRefused() {
    refused(
        registry.send("PUT", startUpload() + "?digest=" + digest("a"), password, "b"),
        400,
        "DIGEST_INVALID",
        "The upload's digest is " + digest("b") + ", not " + digest("a"));
    assertThat(registry.get(REPOSITORY + "/blobs/" + digest("a"), password).statusCode())
        .isEqualTo(404);
    refused(
        registry.pushImage("team/demo", password, digest("other"), "layer"),
        400,
        "DIGEST_INVALID",
        "The manifest's digest is " + digest(manifest("layer")) + ", not " + digest("other"));
  }

  @Test
  void aManifestNeedsItsBlobs() {
    refused(
        registry.send(
            "PUT",
            REPOSITORY + "/manifests/v1",
            password,
            manifest("layer"),
            "Content-Type",
            MANIFEST_TYPE),
        400,
        "MANIFEST_BLOB_UNKNOWN",
        "The manifest names a blob that is not here: " + digest("layer"));
  }

  @Test
  void whatIsMissingIsToldInEcrsWords() {
    refused(
        registry.get("/v2/nope/manifests/v1", password),
        404,
        "NAME_UNKNOWN",
        "The repository with name 'nope' does not exist in the registry with id '111111111111'");
    refused(
        registry.get(REPOSITORY + "/manifests/v1", password),
        404,
        "MANIFEST_UNKNOWN",
        "Requested image not found");
    refused(
        registry.send("DELETE", REPOSITORY + "/manifests/v1", password, null),
        501,
        "UNSUPPORTED",
        "The embedded registry does not rehearse DELETE /v2/team/demo/manifests/v1");
  }

  @Test
  void tagsMoveUnlessTheyAreImmutable() throws Exception {
    registry.pushImage("team/demo", password, "v1", "one");
    assertThat(registry.pushImage("team/demo", password, "v1", "two").statusCode()).isEqualTo(201);
    assertThat(registry.get(REPOSITORY + "/manifests/v1", password).body())
        .isEqualTo(manifest("two"));

    aws.ecr(aws.builder())
        .putImageTagMutability(r -> r.repositoryName("team/demo").imageTagMutability("IMMUTABLE"));

    for (String content : List.of("one", "two")) {
      refused(
          registry.pushImage("team/demo", password, "v1", content),
          400,
          "TAG_INVALID",
          "The image tag 'v1' already exists in the 'team/demo' repository and cannot be"
              + " overwritten because the tag is immutable.");
    }
    assertThat(
            registry.pushImage("team/demo", password, digest(manifest("two")), "two").statusCode())
        .isEqualTo(201);
  }

  @Test
  void theExecutionRoleMayPullButNotPush() {
    registry.pushImage("team/demo", password, "v1", "layer");
    String execution = executionRolePassword();

    assertThat(registry.get(REPOSITORY + "/manifests/v1", execution).statusCode()).isEqualTo(200);
    assertThat(registry.get(REPOSITORY + "/blobs/" + digest("layer"), execution).body())
        .isEqualTo("layer");
    refused(
        registry.send("POST", REPOSITORY + "/blobs/uploads/", execution, null),
        403,
        "DENIED",
        "User: arn:aws:sts::222222222222:assumed-role/demo-execution/task is not authorized to"
            + " perform: ecr:InitiateLayerUpload on resource:"
            + " arn:aws:ecr:eu-central-1:111111111111:repository/team/demo because no"
            + " identity-based policy allows the ecr:InitiateLayerUpload action");
  }

  @Test
  void nobodyElseInTheTargetAccountMayPull() {
    registry.pushImage("team/demo", password, "v1", "layer");
    String other = password(aws.targetAdministrator());

    refused(
        registry.get(REPOSITORY + "/manifests/v1", other),
        403,
        "DENIED",
        "User: arn:aws:iam::222222222222:user/xacct-rehearsal-administrator is not authorized to"
            + " perform: ecr:BatchGetImage on resource:"
            + " arn:aws:ecr:eu-central-1:111111111111:repository/team/demo because no"
            + " resource-based policy allows the ecr:BatchGetImage action");
    assertThat(registry.get(REPOSITORY + "/blobs/" + digest("layer"), other).body())
        .contains("ecr:GetDownloadUrlForLayer");
  }

  @Test
  void pullDeniedLeavesThePolicyOut() throws Exception {
    registry.pushImage("team/demo", password, "v1", "layer");
    restart(CoreFixture.plan(state, Fault.PULL_DENIED));

    assertThat(registry.get(REPOSITORY + "/manifests/v1", executionRolePassword()).statusCode())
        .isEqualTo(403);
    assertThat(registry.get(REPOSITORY + "/manifests/v1", password).statusCode()).isEqualTo(200);
  }

  @Test
  void imagesAndTheirNamesOutliveARehearsal() throws Exception {
    registry.pushImage("team/demo", password, "v1", "layer");
    String host = aws.rehearsal.registryHost();
    String yesterday = password;
    registry.send("PATCH", startUpload(), password, "never ends");
    Path uploads =
        state.resolve("registry/111111111111/eu-central-1/repositories/team+demo/uploads");
    assertThat(uploads).isNotEmptyDirectory();
    restart(CoreFixture.plan(state));

    assertThat(aws.rehearsal.registryHost()).isEqualTo(host);
    assertThat(registry.get(REPOSITORY + "/manifests/v1", password).body())
        .isEqualTo(manifest("layer"));
    assertThat(registry.get("/v2/", yesterday).statusCode()).isEqualTo(401);
    assertThat(uploads).isEmptyDirectory();
  }

  @Test
  void aPortThatIsTakenIsReplacedAndTold() throws Exception {
    String host = aws.rehearsal.registryHost();
    aws.close();
    int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
    try (var taken =
        new java.net.ServerSocket(port, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      start(CoreFixture.plan(state));

      assertThat(aws.rehearsal.registryHost()).isNotEqualTo(host);
      assertThat(aws.log)
          .contains(
              "Port %d of the last rehearsal's registry is taken; images are now named %s/..."
                  .formatted(taken.getLocalPort(), aws.rehearsal.registryHost()));
    }
  }

  @Test
  void withoutAnExecutionRoleTheWholeTargetAccountMayPull() throws Exception {
    var plan = CoreFixture.plan(state);
    var s = plan.services().get(0);
    var open = RehearsedServiceBuilder.like(s).taskRoles(Optional.empty(), s.taskRole()).build();
    restart(plan.but().immutableTags(true).services(List.of(open)).faults(Set.of()).build());
    registry.pushImage("team/demo", password, "v1", "layer");

    assertThat(
            registry
                .get(REPOSITORY + "/manifests/v1", password(aws.targetAdministrator()))
                .statusCode())
        .isEqualTo(200);
  }

  private String startUpload() {
    return registry
        .send("POST", REPOSITORY + "/blobs/uploads/", password, null)
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static void refused(
      HttpResponse<String> answer, int status, String code, String message) {
    assertThat(answer.body())
        .isEqualTo("{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));
    assertThat(answer.statusCode()).isEqualTo(status);
  }
}
