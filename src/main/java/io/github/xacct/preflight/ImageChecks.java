package io.github.xacct.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Digest;
import io.github.xacct.model.DocPage;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the image is in ECR and built for the tasks' CPU architecture: the last pushed image
 * if there is one, otherwise the running one.
 */
final class ImageChecks {
  private final SetUp setUp;

  ImageChecks(SetUp setUp) {
    this.setUp = setUp;
  }

  private record Image(Digest digest, String from) {}

  private Optional<Image> image() {
    var pushed =
        setUp
            .intent
            .pushed()
            .filter(image -> image.pushed() && setUp.ours(image.repository()))
            .map(image -> new Image(image.digest(), "of the last push"));
    return pushed.isPresent()
        ? pushed
        : setUp.runningImage().map(image -> new Image(image.digest(), "that runs"));
  }

  private Image needImage() {
    return image()
        .orElseThrow(
            () ->
                new Skip(
                    "no image was pushed here, and the running one is not of this repository"));
  }

  CheckVerdict exists() {
    setUp.needRepository();
    var image = needImage();
    if (setUp.holds(image.digest())) {
      return CheckVerdict.ok(image.digest() + ", the one " + image.from());
    }
    return CheckVerdict.fail(
            "The image " + image.from() + " is not in the repository: " + image.digest())
        .evidence(
            image.from().equals("that runs")
                ? "Tasks that have to be replaced could not start."
                : "target/xacct/image.json names it.")
        .fix("mvn package xacct:push-ecr");
  }

  CheckVerdict platform() {
    var wanted = setUp.intent.taskDefinition().architecture();
    setUp.needRepository();
    var image = needImage();
    var found =
        setUp
            .intent
            .pushed()
            .filter(pushed -> pushed.digest().equals(image.digest()))
            .map(pushed -> pushed.platforms())
            .orElseGet(() -> ofManifest(image.digest()));
    if (found.contains("linux/" + wanted.oci())) {
      return CheckVerdict.ok("linux/" + wanted.oci());
    }
    return CheckVerdict.fail(
            "The image %s is for %s, but the tasks run on linux/%s."
                .formatted(image.from(), String.join(", ", found), wanted.oci()))
        .evidence("Its digest: " + image.digest())
        .fix(
            "mvn package xacct:push-ecr builds it for the tasks, if <image><platform> is left out,",
            "or change the tasks: <task><architecture>"
                + other(wanted)
                + ". "
                + DocPage.EXEC_FORMAT_ERROR);
  }

  private static Architecture other(Architecture one) {
    return one == Architecture.ARM64 ? Architecture.X86_64 : Architecture.ARM64;
  }

  /** The platforms of an image: those of an index's manifests, or that of its configuration. */
  private List<String> ofManifest(Digest digest) {
    var id = JsonNodeFactory.instance.arrayNode();
    id.addObject().put("imageDigest", digest.value());
    var manifest =
        setUp
            .facts
            .find(setUp.ofRepository("ecr:BatchGetImage").with("imageIds", id))
            .map(answer -> answer.at("/images/0/imageManifest").asText(""))
            .filter(text -> !text.isEmpty())
            .map(ImageChecks::json)
            .orElseThrow(() -> new Skip("the image is not in the repository (task.image)"));
    if (manifest.has("manifests")) {
      return JsonLists.stream(manifest.path("manifests"))
          .map(one -> platform(one.path("platform")))
          .toList();
    }
    return setUp
        .facts
        .find(
            setUp
                .ofRepository("ecr:GetDownloadUrlForLayer")
                .with("layerDigest", manifest.path("config").path("digest").asText()))
        .map(answer -> List.of(platform(answer.path("@Content"))))
        .orElseThrow(() -> new Skip("the image has no configuration"));
  }

  private static String platform(JsonNode json) {
    return json.path("os").asText("linux") + "/" + json.path("architecture").asText();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new Skip("the image's manifest cannot be read: " + e.getMessage());
    }
  }
}
