package io.github.xacct.image;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryHttp;
import io.github.xacct.image.registry.RegistryHttp.Answer;
import io.github.xacct.image.registry.RegistryHttp.Attempt;
import io.github.xacct.image.registry.RegistryHttp.Request;
import io.github.xacct.model.Digest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Sends the blobs that a repository lacks: checks all together, and sends them in parallel. Each
 * takes one POST and one PUT, because ECR does not report the progress of a PATCH; an interrupted
 * one is sent again from its beginning. Source: OCI distribution specification, "POST then PUT" and
 * "Mounting a blob from another repository".
 */
final class BlobPush {
  private static final String ANY = "*/*";
  private static final String TAKE = "take a layer for";

  private final RegistryAccess access;
  private final RegistryHttp http;
  private final Reporter reporter;

  BlobPush(RegistryAccess access, RegistryHttp http, Reporter reporter) {
    this.access = access;
    this.http = http;
    this.reporter = reporter;
  }

  /** Sends the missing blobs; transient failures are retried for each blob. */
  void send(Collection<Blob> all) {
    var blobs = new LinkedHashMap<Digest, Blob>();
    all.forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
    Set<Digest> there =
        access.blobs().among(blobs.keySet()).orElseGet(() -> heads(List.copyOf(blobs.keySet())));
    var work = new ArrayList<Callable<Void>>();
    blobs.values().stream()
        .filter(blob -> !there.contains(blob.digest()))
        .sorted(Comparator.comparingLong(Blob::size).reversed())
        .forEach(blob -> work.add(() -> send(blob)));
    FanOut.all("the image", work);
  }

  private Set<Digest> heads(List<Digest> digests) {
    var work = new ArrayList<Callable<Boolean>>();
    digests.forEach(digest -> work.add(() -> isThere(digest)));
    List<Boolean> found = FanOut.all("the image", work);
    var there = new HashSet<Digest>();
    for (int i = 0; i < digests.size(); i++) {
      if (found.get(i)) {
        there.add(digests.get(i));
      }
    }
    return there;
  }

  private boolean isThere(Digest digest) {
    var head = request("HEAD", access.address("/blobs/" + digest), "look for a layer in");
    Answer answer = http.ask(attempt -> attempt.send(head));
    if (answer.status() != 404) {
      require(answer, "look for a layer in");
    }
    return answer.isGood();
  }

  private Void send(Blob blob) {
    boolean sent = http.ask(attempt -> send(blob, attempt));
    if (sent && blob.isLayer()) {
      reporter.report(new Event.LayerPushed(blob.digest(), blob.size()));
    }
    return null;
  }

  /** Returns whether the blob was sent; otherwise it was mounted from another repository. */
  private boolean send(Blob blob, Attempt attempt) {
    URI begin = access.address("/blobs/uploads/");
    Answer begun =
        blob.from()
            .map(from -> post(attempt, begin.resolve("?mount=" + blob.digest() + "&from=" + from)))
            .filter(Answer::isGood)
            .orElseGet(() -> post(attempt, begin));
    require(begun, TAKE);
    if (begun.status() == 201 && blob.from().isPresent()) {
      return false;
    }
    URI upload = begin.resolve(begun.location().orElse(""));
    String digest = (upload.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest();
    var body = new BlobBody(blob);
    require(
        attempt.send(new Request("PUT", URI.create(upload + digest), ANY, Optional.of(body), TAKE)),
        TAKE);
    return true;
  }

  private static Answer post(Attempt attempt, URI address) {
    return attempt.send(request("POST", address, TAKE));
  }

  private static Request request(String method, URI address, String action) {
    return new Request(method, address, ANY, Optional.empty(), action);
  }

  private void require(Answer answer, String action) {
    if (!answer.isGood()) {
      throw answer.error().exception(action, access.repositoryUri());
    }
  }
}
