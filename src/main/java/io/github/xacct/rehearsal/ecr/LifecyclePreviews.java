package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operations on lifecycle policy previews, which evaluate a policy before it is put. Source:
 * Amazon ECR API reference, StartLifecyclePolicyPreview and GetLifecyclePolicyPreview.
 */
final class LifecyclePreviews {
  private final Map<String, String> started = new ConcurrentHashMap<>();

  /**
   * Starts a preview, which is complete immediately.
   *
   * @param about response with the repository
   */
  ObjectNode start(String arn, String policy, ObjectNode about) {
    started.put(arn, policy);
    return about.put("lifecyclePolicyText", policy).put("status", "IN_PROGRESS");
  }

  /** Returns the result of the last preview of a repository. */
  ObjectNode get(String arn, Repository repository, long now, ObjectNode about) {
    String policy =
        Optional.ofNullable(started.get(arn))
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "LifecyclePolicyPreviewNotFoundException",
                        "There is no lifecycle policy preview for the repository with name '%s'"
                            .formatted(repository.name())));
    about.put("lifecyclePolicyText", policy).put("status", "COMPLETE");
    ArrayNode results = about.putArray("previewResults");
    Map<String, Integer> expired = Expiry.byRule(TextNode.valueOf(policy), repository, now);
    expired.forEach(
        (digest, priority) -> {
          ObjectNode result = results.addObject().put("imageDigest", digest);
          result.set("imageTags", Json.texts(repository.tagsOf(new Digest(digest))));
          Optional.ofNullable(repository.index().images().get(digest))
              .ifPresent(image -> result.put("imagePushedAt", EcrImages.seconds(image.pushedAt())));
          result.putObject("action").put("type", "EXPIRE");
          result.put("appliedRulePriority", priority);
        });
    about.putObject("summary").put("expiringImageTotalCount", expired.size());
    return about;
  }
}
