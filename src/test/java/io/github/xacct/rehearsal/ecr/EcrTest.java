package io.github.xacct.rehearsal.ecr;

import static io.github.xacct.rehearsal.iam.StsTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.Repository;

class EcrTest {
  private static final String NO_SUCH =
      "The repository with name 'other' does not exist in the registry with id '111111111111'";

  @TempDir Path state;
  private CoreFixture aws;
  private EcrClient ecr;

  @BeforeEach
  void start() {
    aws = new CoreFixture(state);
    ecr = aws.ecr(aws.builder());
  }

  @AfterEach
  void stop() throws Exception {
    aws.close();
  }

  @Test
  void thePlansRepositoryIsThere() {
    Repository repository = ecr.describeRepositories().repositories().get(0);

    assertThat(repository.repositoryName()).isEqualTo("team/demo");
    assertThat(repository.repositoryUri()).isEqualTo(aws.rehearsal.registryHost() + "/team/demo");
    assertThat(repository.repositoryArn())
        .isEqualTo("arn:aws:ecr:eu-central-1:111111111111:repository/team/demo");
    assertThat(repository.registryId()).isEqualTo("111111111111");
    assertThat(repository.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    assertThat(repository.createdAt())
        .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(10, ChronoUnit.MINUTES));
  }

  @Test
  void aRepositoryCanBeCreatedOnce() {
    var made =
        ecr.createRepository(
                r ->
                    r.repositoryName("other")
                        .imageTagMutability(ImageTagMutability.IMMUTABLE)
                        .imageScanningConfiguration(s -> s.scanOnPush(true)))
            .repository();

    assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
    assertThat(made.imageScanningConfiguration().scanOnPush()).isTrue();
    assertThat(ecr.describeRepositories(r -> r.repositoryNames("other")).repositories())
        .containsExactly(made);
    refused(
        () -> ecr.createRepository(r -> r.repositoryName("other")),
        400,
        "RepositoryAlreadyExistsException",
        "The repository with name 'other' already exists in the registry with id '111111111111'");
    refused(
        () -> ecr.createRepository(r -> r.repositoryName("Other")),
        400,
        "InvalidParameterException",
        "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular"
            + " expression");
  }

  @Test
  void aPolicyThatNamesNobodyIsRefused() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:BatchGetImage",
         "Principal": {"AWS": "arn:aws:iam::%s"}}]}
        """;
    for (String known :
        new String[] {CoreFixture.ROLE.replaceFirst(".*iam::", ""), "999999999999:role/x"}) {
      ecr.setRepositoryPolicy(
          r -> r.repositoryName("team/demo").policyText(policy.formatted(known)));
    }
    refused(
        () ->
            ecr.setRepositoryPolicy(
                r ->
                    r.repositoryName("team/demo")
                        .policyText(policy.formatted("222222222222:role/nobody"))),
        400,
        "InvalidParameterException",
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'");
  }

  @Test
  void imagesAreTaggedListedByPagesAndDeleted() {
    RegistryClient registry = new RegistryClient(aws);
    String password = password();
    for (String tag : new String[] {"a", "b", "c"}) {
      assertThat(registry.pushImage("team/demo", password, tag, "layer " + tag).statusCode())
          .isEqualTo(201);
    }
    String manifest = RegistryClient.manifest("layer a");
    String digest = RegistryClient.digest(manifest);
    var put =
        ecr.putImage(r -> r.repositoryName("team/demo").imageManifest(manifest).imageTag("x"));
    assertThat(put.image().imageId().imageDigest()).isEqualTo(digest);
    refused(
        () ->
            ecr.putImage(r -> r.repositoryName("team/demo").imageManifest(manifest).imageTag("x")),
        400,
        "ImageAlreadyExistsException",
        "Image with digest '"
            + digest
            + "' and tag 'x' already exists in the repository with name 'team/demo' in registry"
            + " with id '111111111111'");
    ImageIdentifier b = ImageIdentifier.builder().imageTag("b").build();
    ecr.batchDeleteImage(r -> r.repositoryName("team/demo").imageIds(b));
    assertThat(ecr.listImagesPaginator(r -> r.repositoryName("team/demo").maxResults(2)).imageIds())
        .extracting(ImageIdentifier::imageTag)
        .containsExactlyInAnyOrder("a", "x", "c");
    assertThat(
            ecr.describeImages(
                    r -> r.repositoryName("team/demo").filter(f -> f.tagStatus("UNTAGGED")))
                .imageDetails())
        .isEmpty();
    var tags = registry.get("/v2/team/demo/tags/list?n=2", password);
    assertThat(tags.body()).isEqualTo("{\"name\":\"team/demo\",\"tags\":[\"a\",\"c\"]}");
    assertThat(tags.headers().firstValue("Link"))
        .contains("</v2/team/demo/tags/list?n=2&last=c>; rel=\"next\"");
    assertThat(registry.get("/v2/team/demo/tags/list?n=2&last=c", password).body())
        .isEqualTo("{\"name\":\"team/demo\",\"tags\":[\"x\"]}");

    var gone =
        ecr.batchDeleteImage(
            r ->
                r.repositoryName("team/demo")
                    .imageIds(
                        ImageIdentifier.builder().imageDigest(digest).build(),
                        ImageIdentifier.builder().imageTag("nope").build()));
    assertThat(gone.imageIds()).extracting(ImageIdentifier::imageTag).containsExactly("a", "x");
    assertThat(gone.failures().get(0).failureCodeAsString()).isEqualTo("ImageNotFound");
    refused(
        () ->
            ecr.putImage(
                r ->
                    r.repositoryName("team/demo")
                        .imageManifest(RegistryClient.manifest("never pushed"))
                        .imageTag("y")),
        400,
        "LayersNotFoundException",
        "The manifest names a blob that is not here: " + RegistryClient.digest("never pushed"));
  }

  /** The operations that a release gate would call. */
  @Test
  void aLifecyclePolicyIsPreviewedAndPutAndScansAndSignaturesAreReported() {
    String repository = "fresh";
    ecr.createRepository(r -> r.repositoryName(repository));
    RegistryClient registry = new RegistryClient(aws);
    for (String tag : new String[] {"a", "b"}) {
      registry.pushImage(repository, password(), tag, "layer " + tag);
      aws.clock.forward(Duration.ofSeconds(1));
    }
    String policy =
        """
        {"rules":[{"rulePriority":7,"selection":{"tagStatus":"any",
         "countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}
        """;
    refused(
        () -> ecr.startLifecyclePolicyPreview(r -> r.repositoryName(repository)),
        400,
        "LifecyclePolicyNotFoundException",
        "Lifecycle policy does not exist for the repository with name 'fresh' in the registry"
            + " with id '111111111111'");
    refused(
        () -> ecr.getLifecyclePolicyPreview(r -> r.repositoryName(repository)),
        400,
        "LifecyclePolicyPreviewNotFoundException",
        "There is no lifecycle policy preview for the repository with name 'fresh'");
    refused(
        () ->
            ecr.putLifecyclePolicy(
                r -> r.repositoryName(repository).lifecyclePolicyText("[]" + " ".repeat(100))),
        400,
        "InvalidParameterException",
        "Lifecycle policy validation failure");
    ecr.putLifecyclePolicy(r -> r.repositoryName(repository).lifecyclePolicyText(policy));
    assertThat(ecr.getLifecyclePolicy(r -> r.repositoryName(repository)).lifecyclePolicyText())
        .isEqualTo(policy);
    assertThat(ecr.startLifecyclePolicyPreview(r -> r.repositoryName(repository)).statusAsString())
        .isEqualTo("IN_PROGRESS");
    var preview = ecr.getLifecyclePolicyPreview(r -> r.repositoryName(repository));
    assertThat(preview.statusAsString()).isEqualTo("COMPLETE");
    assertThat(preview.summary().expiringImageTotalCount()).isEqualTo(1);
    assertThat(preview.previewResults().get(0).imageTags()).containsExactly("a");
    assertThat(preview.previewResults().get(0).appliedRulePriority()).isEqualTo(7);

    ImageIdentifier b = ImageIdentifier.builder().imageTag("b").build();
    assertThat(
            ecr.describeImageSigningStatus(r -> r.repositoryName(repository).imageId(b))
                .signingStatuses())
        .isEmpty();
    refused(
        () -> ecr.getSigningConfiguration(r -> {}),
        400,
        "SigningConfigurationNotFoundException",
        "The registry with id '111111111111' has no signing configuration");
    refused(
        () -> ecr.describeImageScanFindings(r -> r.repositoryName(repository).imageId(b)),
        400,
        "ScanNotFoundException",
        "Image scan does not exist for the image");
    ecr.createRepository(
        r -> r.repositoryName("scanned").imageScanningConfiguration(s -> s.scanOnPush(true)));
    registry.pushImage("scanned", password(), "b", "layer b");
    var scan = ecr.describeImageScanFindings(r -> r.repositoryName("scanned").imageId(b));
    assertThat(scan.imageScanStatus().statusAsString()).isEqualTo("COMPLETE");
    assertThat(scan.imageScanFindings().findings()).isEmpty();
  }

  @Test
  void whatRefersToAnImageIsListed() {
    RegistryClient registry = new RegistryClient(aws);
    String password = password();
    registry.pushImage("team/demo", password, "app", "layer");
    String subject = RegistryClient.digest(RegistryClient.manifest("layer"));
    String signature =
        RegistryClient.manifest("layer")
            .replaceFirst(
                "\"schemaVersion\":2",
                "\"schemaVersion\":2,\"artifactType\":\"application/x.signature\",\"subject\":"
                    + "{\"digest\":\""
                    + subject
                    + "\",\"size\":1,\"mediaType\":\""
                    + RegistryClient.MANIFEST_TYPE
                    + "\"}");
    ecr.putImage(r -> r.repositoryName("team/demo").imageManifest(signature));
    assertThat(registry.get("/v2/team/demo/referrers/" + subject, password).body())
        .contains(RegistryClient.digest(signature), "\"artifactType\":\"application/x.signature\"");
    assertThat(
            registry
                .get("/v2/team/demo/referrers/" + subject + "?artifactType=other", password)
                .body())
        .endsWith("\"manifests\":[]}");
  }

  @Test
  void tagsOfAnExclusionCanBeMoved() {
    ecr.putImageTagMutability(
        r ->
            r.repositoryName("team/demo")
                .imageTagMutability("IMMUTABLE_WITH_EXCLUSION")
                .imageTagMutabilityExclusionFilters(
                    ImageTagMutabilityExclusionFilter.builder()
                        .filterType("WILDCARD")
                        .filter("latest*")
                        .build()));
    RegistryClient registry = new RegistryClient(aws);
    String password = password();
    for (String tag : new String[] {"latest-1", "1.0"}) {
      registry.pushImage("team/demo", password, tag, "one");
    }
    assertThat(registry.pushImage("team/demo", password, "latest-1", "two").statusCode())
        .isEqualTo(201);
    assertThat(registry.pushImage("team/demo", password, "1.0", "two").body())
        .contains("The image tag '1.0' already exists in the 'team/demo' repository");
    assertThat(
            ecr.describeRepositories()
                .repositories()
                .get(0)
                .imageTagMutabilityExclusionFilters()
                .get(0)
                .filter())
        .isEqualTo("latest*");
  }

  private String password() {
    String token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
    return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring(4);
  }

  @Test
  void aRepositoryThatIsMissingIsToldInEcrsWords() {
    String code = "RepositoryNotFoundException";
    refused(() -> ecr.describeRepositories(r -> r.repositoryNames("other")), 400, code, NO_SUCH);
    refused(() -> ecr.describeImages(r -> r.repositoryName("other")), 400, code, NO_SUCH);
    refused(() -> ecr.listImages(r -> r.repositoryName("other")), 400, code, NO_SUCH);
    refused(() -> ecr.getRepositoryPolicy(r -> r.repositoryName("other")), 400, code, NO_SUCH);
  }

  @Test
  void anImageThatIsMissingIsToldInEcrsWords() {
    var id = ImageIdentifier.builder().imageTag("v1").build();

    refused(
        () -> ecr.describeImages(r -> r.repositoryName("team/demo").imageIds(id)),
        400,
        "ImageNotFoundException",
        "The image with imageId {imageDigest:'null', imageTag:'v1'} does not exist within the"
            + " repository with name 'team/demo' in the registry with id '111111111111'");
    var answer = ecr.batchGetImage(r -> r.repositoryName("team/demo").imageIds(id));
    assertThat(answer.images()).isEmpty();
    assertThat(answer.failures())
        .singleElement()
        .satisfies(f -> assertThat(f.failureCodeAsString()).isEqualTo("ImageNotFound"));
  }

  @Test
  void aLayerThatIsMissingIsUnavailable() {
    String digest = "sha256:" + "0".repeat(64);
    var answer =
        ecr.batchCheckLayerAvailability(
            r -> r.repositoryName("team/demo").layerDigests(digest, "nonsense"));

    assertThat(answer.layers())
        .singleElement()
        .satisfies(
            layer ->
                assertThat(layer.layerAvailability()).isEqualTo(LayerAvailability.UNAVAILABLE));
    assertThat(answer.failures())
        .singleElement()
        .satisfies(f -> assertThat(f.failureCodeAsString()).isEqualTo("InvalidLayerDigest"));
  }

  @Test
  void thePasswordOpensTheRegistryThatItNames() {
    var data = ecr.getAuthorizationToken().authorizationData().get(0);

    assertThat(data.proxyEndpoint()).isEqualTo("http://" + aws.rehearsal.registryHost());
    assertThat(data.expiresAt())
        .isCloseTo(
            Instant.now().plus(Duration.ofHours(12)),
            org.assertj.core.api.Assertions.within(10, ChronoUnit.MINUTES));
    String token =
        new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
    assertThat(token).startsWith("AWS:");
    assertThat(new RegistryClient(aws).get("/v2/", token.substring(4)).statusCode()).isEqualTo(200);
  }

  @Test
  void eachAccountHasItsOwnRegistry() {
    EcrClient target = aws.ecr(aws.targetAdministrator());

    assertThat(target.describeRepositories().repositories()).isEmpty();
    refused(
        () -> target.describeRepositories(r -> r.repositoryNames("team/demo")),
        400,
        "RepositoryNotFoundException",
        "The repository with name 'team/demo' does not exist in the registry with id"
            + " '222222222222'");
    assertThat(target.getAuthorizationToken().authorizationData().get(0).proxyEndpoint())
        .isNotEqualTo("http://" + aws.rehearsal.registryHost());
  }

  @Test
  void anotherAccountsRepositoryIsClosedButForItsPolicy() {
    EcrClient target = aws.ecr(aws.targetAdministrator());

    refused(
        () -> target.describeImages(r -> r.registryId("111111111111").repositoryName("team/demo")),
        400,
        "AccessDeniedException",
        "User: "
            + CoreFixture.TARGET_ADMINISTRATOR
            + " is not authorized to perform: ecr:DescribeImages on resource:"
            + " arn:aws:ecr:eu-central-1:111111111111:repository/team/demo because no"
            + " resource-based policy allows the ecr:DescribeImages action");

    ecr.setRepositoryPolicy(
        r ->
            r.repositoryName("team/demo")
                .policyText(
                    """
                    {"Statement":{"Effect":"Allow","Action":"ecr:Describe*",
                     "Principal":{"AWS":"%s"}}}
                    """
                        .formatted(CoreFixture.TARGET_ADMINISTRATOR)));

    assertThat(
            target
                .describeImages(r -> r.registryId("111111111111").repositoryName("team/demo"))
                .imageDetails())
        .isEmpty();
  }

  @Test
  void anExplicitDenyHoldsForTheOwnAccountToo() {
    ecr.setRepositoryPolicy(
        r ->
            r.repositoryName("team/demo")
                .policyText(
                    """
                    {"Statement":{"Effect":"Deny","Action":"ecr:ListImages","Principal":"*"}}
                    """));

    refused(
        () -> ecr.listImages(r -> r.repositoryName("team/demo")),
        400,
        "AccessDeniedException",
        "ecr:ListImages on resource: arn:aws:ecr:eu-central-1:111111111111:repository/team/demo"
            + " with an explicit deny in a resource-based policy");
  }

  @Test
  void theExecutionRoleMayPullByThePolicy() {
    String policy = ecr.getRepositoryPolicy(r -> r.repositoryName("team/demo")).policyText();

    assertThat(policy)
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"Pull1","Effect":"Allow",\
            "Principal":{"AWS":"arn:aws:iam::222222222222:root"},\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer"],\
            "Condition":{"ArnEquals":{"aws:PrincipalArn":\
            "arn:aws:iam::222222222222:role/demo-execution"}}}]}""");
  }

  @Test
  void aPolicyThatIamWouldNotReadIsRefused() {
    refused(
        () ->
            ecr.setRepositoryPolicy(
                r ->
                    r.repositoryName("team/demo")
                        .policyText("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ecr:*\"}}")),
        400,
        "InvalidParameterException",
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository"
            + " policy provided'");
  }

  @Test
  void whatIsNotRehearsedIsNamed() {
    refused(
        () -> ecr.startImageScan(r -> r.repositoryName("team/demo").imageId(i -> i.imageTag("x"))),
        501,
        "NotImplemented",
        "The embedded AWS does not rehearse ecr:StartImageScan");
  }
}
