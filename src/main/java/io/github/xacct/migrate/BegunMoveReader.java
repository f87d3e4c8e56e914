package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Environment;
import java.util.Optional;

/** Reads from tags whether a move of the service has begun, and how it was served before. */
final class BegunMoveReader {
  private final AccountReads reads;
  private final Way way;
  private final String cluster;
  private final String service;
  private final ObjectNode json;

  BegunMoveReader(AccountReads reads, Way way, Environment environment) {
    this.reads = reads;
    this.way = way;
    this.cluster = environment.cluster();
    this.service = environment.service();
    this.json = reads.json();
  }

  /** Returns the target group that has the tags of a move, if it exists. */
  Optional<JsonNode> bearer() {
    return MoveTags.bearer(reads.found(), way)
        .flatMap(name -> reads.perhaps(TargetGroupNames.named(name)))
        .map(answer -> answer.path("TargetGroups").path(0))
        .filter(JsonNode::isObject);
  }

  /** If a move has begun, restores in the findings the state before it. */
  void read(Optional<JsonNode> bearer) {
    var tags = bearer.flatMap(this::tags);
    if (tags.filter(t -> MoveTags.begun(t, reads.found(), way)).isPresent()) {
      json.put("begun", true);
      MoveTags.restore(json, tags.get());
      return;
    }
    boolean readable =
        MoveJson.stream(json.path("unseen"))
            .map(JsonNode::asText)
            .noneMatch((MoveRequest.ELB + ":DescribeTags")::equals);
    if (bearer.isPresent() && readable) {
      json.set("leftTargetGroup", bearer.get().path("TargetGroupName"));
    }
    if (way != Way.IN_PLACE) {
      String second = way.second(service);
      json.put(
          "secondService",
          reads
              .perhaps(MoveRequest.service(cluster, second))
              .filter(a -> a.path("services").path(0).path("status").asText().equals("ACTIVE"))
              .isPresent());
    }
  }

  private Optional<JsonNode> tags(JsonNode targetGroup) {
    String arn = targetGroup.path("TargetGroupArn").asText();
    return reads
        .perhaps(MoveRequest.tagsOf(arn))
        .map(
            answer -> {
              var tags = MoveJson.object();
              answer
                  .path("TagDescriptions")
                  .path(0)
                  .path("Tags")
                  .forEach(tag -> tags.set(tag.path("Key").asText(), tag.path("Value")));
              return tags;
            });
  }
}
