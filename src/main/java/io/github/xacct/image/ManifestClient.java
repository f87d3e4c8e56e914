package io.github.xacct.image;

import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryError;
import io.github.xacct.image.registry.RegistryHttp;
import io.github.xacct.image.registry.RegistryHttp.Answer;
import io.github.xacct.image.registry.RegistryHttp.Body;
import io.github.xacct.image.registry.RegistryHttp.Request;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Reads manifests and tags of a repository, and adds tags to manifests. */
final class ManifestClient {
  static final String TYPES =
      String.join(
          ", ",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  private final RegistryAccess access;
  private final RegistryHttp http;

  ManifestClient(RegistryAccess access, RegistryHttp http) {
    this.access = access;
    this.http = http;
  }

  /** The manifest of a tag or digest; empty if it or the repository does not exist. */
  Optional<Manifest> get(String tagOrDigest) {
    Answer answer = send("GET", tagOrDigest, Optional.empty());
    if (answer.status() == 404) {
      return Optional.empty();
    }
    require(answer.status() == 200, answer, "read");
    return Optional.of(new Manifest(answer.body(), answer.type()));
  }

  /** The digest that a tag refers to now; empty if the tag does not exist. */
  Optional<Digest> head(String tag) {
    Answer answer = send("HEAD", tag, Optional.empty());
    if (answer.status() == 404) {
      return Optional.empty();
    }
    require(answer.status() == 200, answer, "read");
    return answer.digest().map(Digest::new).or(() -> get(tag).map(Manifest::digest));
  }

  /** Tags the manifest; returns the registry's error if the tag is immutable. */
  Optional<RegistryError> put(String tag, Manifest manifest) {
    Answer answer = send("PUT", tag, Optional.of(body(manifest)));
    RegistryError error = answer.error();
    if (error.isImmutableTag()) {
      return Optional.of(error);
    }
    require(answer.isGood(), answer, "tag an image in");
    return Optional.empty();
  }

  private void require(boolean good, Answer answer, String action) {
    if (!good) {
      throw answer.error().exception(action, access.repositoryUri());
    }
  }

  private Answer send(String method, String reference, Optional<Body> body) {
    String action = body.isEmpty() ? "read" : "tag an image in";
    var request =
        new Request(method, access.address("/manifests/" + reference), TYPES, body, action);
    return http.ask(attempt -> attempt.send(request));
  }

  private static Body body(Manifest manifest) {
    return new Body() {
      @Override
      public String mediaType() {
        return manifest.mediaType();
      }

      @Override
      public long size() {
        return manifest.content().length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(manifest.content());
      }
    };
  }
}
