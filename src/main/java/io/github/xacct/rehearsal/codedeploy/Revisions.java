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
 * The registered AppSpecs of applications, by the hash of their text or their location in S3.
 * Source: CodeDeploy API reference, RevisionLocation.
 */
final class Revisions {
  private record Key(AccountRegion place, String application, String sha256) {}

  private record Registered(SubmittedAppSpec revision, Instant at) {}

  private record InBucket(AccountRegion place, String application, String bucket, String key) {
    static InBucket of(AccountRegion place, String application, JsonNode location) {
      return new InBucket(
          place, application, location.path("bucket").asText(), location.path("key").asText());
    }
  }

  private record Located(ObjectNode location, Instant at) {}

  private final CodeDeployNames named;
  private final Deployments deployments;
  private final BucketRevisions bucketed;
  private final Map<Key, Registered> known = new ConcurrentHashMap<>();
  private final Map<InBucket, Located> located = new ConcurrentHashMap<>();

  Revisions(CodeDeployNames named, Deployments deployments, BucketRevisions bucketed) {
    this.bucketed = bucketed;
    this.named = named;
    this.deployments = deployments;
  }

  /** Registers a revision; one in S3 is read only when it is deployed. */
  ObjectNode register(Call call) {
    JsonNode revision = call.input().path("revision");
    if (isS3(revision)) {
      locate(call.place(), named.application(call), (ObjectNode) revision.path("s3Location"));
      return Json.object();
    }
    from(call);
    return Json.object();
  }

  /** Reads and registers a call's revision, as CreateDeployment does. */
  SubmittedAppSpec from(Call call) {
    String application = named.application(call);
    JsonNode revision = call.input().path("revision");
    if (!revision.isObject() || revision.isEmpty()) {
      throw CodeDeployNames.error("RevisionRequired", "RevisionLocation must be specified");
    }
    if (isS3(revision)) {
      SubmittedAppSpec read = bucketed.read(revision.path("s3Location"));
      read.bucketed().ifPresent(location -> locate(call.place(), application, location));
      return keep(call, application, read);
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

  private static boolean isS3(JsonNode revision) {
    return revision.path("revisionType").asText().equals("S3")
        && revision.path("s3Location").isObject();
  }

  private void locate(AccountRegion place, String application, ObjectNode location) {
    located.put(InBucket.of(place, application, location), new Located(location, Instant.now()));
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

  /** Returns a revision that an earlier rehearsal deployed, by its hash. */
  private Optional<Registered> deployed(Key key) {
    return deployments.all().stream()
        .filter(d -> d.group.place().equals(key.place()))
        .filter(d -> d.group.application().equals(key.application()))
        .filter(d -> d.revision.sha256().equals(key.sha256()))
        .map(d -> new Registered(d.revision, d.createdAt))
        .findFirst();
  }

  /**
   * Returns the location of a revision in S3, or an AppSpec's text, which no other operation
   * returns.
   */
  ObjectNode get(Call call) {
    String application = named.application(call);
    if (isS3(call.input().path("revision"))) {
      return inBucket(call, application);
    }
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

  private ObjectNode inBucket(Call call, String application) {
    JsonNode asked = call.input().at("/revision/s3Location");
    InBucket wanted = InBucket.of(call.place(), application, asked);
    Located found =
        Optional.ofNullable(located.get(wanted))
            .or(() -> deployed(wanted))
            .filter(one -> fits(one.location(), asked))
            .orElseThrow(
                () ->
                    CodeDeployNames.error(
                        "RevisionDoesNotExist",
                        "No revision of %s lies in s3://%s/%s"
                            .formatted(application, wanted.bucket(), wanted.key())));
    ObjectNode answer = Json.object().put("applicationName", application);
    answer
        .putObject("revision")
        .put("revisionType", "S3")
        .set("s3Location", found.location().deepCopy());
    answer.putObject("revisionInfo").put("registerTime", Json.time(found.at()));
    return answer;
  }

  private static boolean fits(ObjectNode location, JsonNode asked) {
    String wanted = asked.path("eTag").asText().replace("\"", "");
    String standing = location.path("eTag").asText().replace("\"", "");
    return wanted.isEmpty() || standing.isEmpty() || wanted.equals(standing);
  }

  /** Returns a revision in S3 that an earlier rehearsal deployed. */
  private Optional<Located> deployed(InBucket wanted) {
    for (Deployment d : deployments.all()) {
      Optional<ObjectNode> from = d.revision.bucketed();
      if (from.isPresent()
          && wanted.equals(InBucket.of(d.group.place(), d.group.application(), from.get()))) {
        return Optional.of(new Located(from.get(), d.createdAt));
      }
    }
    return Optional.empty();
  }
}
