package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which AppSpecs an application knows, by the hash of their text. Source: CodeDeploy API reference,
 * RevisionLocation.
 */
final class Revisions {
  private record Key(AccountRegion place, String application, String sha256) {}

  private record Registered(SubmittedAppSpec revision, Instant at) {}

  private final CodeDeployNames named;
  private final Deployments deployments;
  private final BucketRevisions bucketed;
  private final Map<Key, Registered> known = new ConcurrentHashMap<>();

  Revisions(CodeDeployNames named, Deployments deployments, BucketRevisions bucketed) {
    this.bucketed = bucketed;
    this.named = named;
    this.deployments = deployments;
  }

  /** What lies in S3 is read when it is deployed, and not before. */
  ObjectNode register(Call call) {
    if (call.input().at("/revision/revisionType").asText().equals("S3")) {
      named.application(call);
      return Json.object();
    }
    from(call);
    return Json.object();
  }

  /** Reads the call's revision and registers it, as CreateDeployment does on its own. */
  SubmittedAppSpec from(Call call) {
    String application = named.application(call);
    JsonNode revision = call.input().path("revision");
    if (!revision.isObject() || revision.isEmpty()) {
      throw CodeDeployNames.error("RevisionRequired", "RevisionLocation must be specified");
    }
    if (revision.path("revisionType").asText().equals("S3")) {
      return keep(call, application, bucketed.read(revision.path("s3Location")));
    }
    JsonNode location = location(revision);
    String content = location.path("content").asText("");
    String hash = location.path("sha256").asText("");
    if (content.isEmpty()) {
      return registered(call, application, hash).revision();
    }
    SubmittedAppSpec read = SubmittedAppSpec.read(content);
    if (!hash.isEmpty() && !hash.equalsIgnoreCase(read.sha256())) {
      throw SubmittedAppSpec.invalid(
          "its content has the SHA-256 " + read.sha256() + ", not " + hash);
    }
    return keep(call, application, read);
  }

  private SubmittedAppSpec keep(Call call, String application, SubmittedAppSpec read) {
    known.putIfAbsent(
        new Key(call.place(), application, read.sha256()), new Registered(read, Instant.now()));
    return read;
  }

  private static JsonNode location(JsonNode revision) {
    String type = revision.path("revisionType").asText("AppSpecContent");
    JsonNode location =
        switch (type) {
          case "AppSpecContent" -> revision.path("appSpecContent");
          // Deprecated by AWS, and still sent by old clients.
          case "String" -> revision.path("string");
          case "S3" -> throw new UnsupportedOperationException("with a revision in S3");
          default -> throw SubmittedAppSpec.invalid("revisionType " + type + " does not fit ECS");
        };
    if (!location.isObject()) {
      throw SubmittedAppSpec.invalid("revisionType " + type + " without its member");
    }
    return location;
  }

  private Registered registered(Call call, String application, String hash) {
    Key key = new Key(call.place(), application, hash);
    return Optional.ofNullable(known.get(key))
        .or(() -> deployed(key))
        .orElseThrow(
            () ->
                CodeDeployNames.error(
                    "RevisionDoesNotExist",
                    "No revision of " + application + " has the SHA-256 " + hash));
  }

  /** One that an earlier rehearsal knew. */
  private Optional<Registered> deployed(Key key) {
    return deployments.all().stream()
        .filter(d -> d.group.place().equals(key.place()))
        .filter(d -> d.group.application().equals(key.application()))
        .filter(d -> d.revision.sha256().equals(key.sha256()))
        .map(d -> new Registered(d.revision, d.createdAt))
        .findFirst();
  }

  /** The only place where CodeDeploy gives an AppSpec's text back. */
  ObjectNode get(Call call) {
    String application = named.application(call);
    JsonNode location = location(call.input().path("revision"));
    Registered found = registered(call, application, location.path("sha256").asText(""));
    ObjectNode answer = Json.object().put("applicationName", application);
    ObjectNode revision = answer.putObject("revision").put("revisionType", "AppSpecContent");
    revision
        .putObject("appSpecContent")
        .put("content", found.revision().text())
        .put("sha256", found.revision().sha256());
    answer.putObject("revisionInfo").put("registerTime", Json.time(found.at()));
    return answer;
  }
}
