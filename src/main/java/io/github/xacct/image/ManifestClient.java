package io.github.xacct.image;

import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryError;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which manifests and tags a repository has, and one more tag for a manifest that it has.
 *
 * <p>The JDK's old client on purpose: it starts no thread that would have to be ended, keeps its
 * connection, and never leaves for another host with the password.
 */
final class ManifestClient {
  private static final int TIMEOUT_MILLIS = 30_000;
  static final String TYPES =
      String.join(
          ", ",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  private final RegistryAccess access;
  private final RegistryPassword password;
  private final RegistryRetries retries;

  ManifestClient(RegistryAccess access, RegistryPassword password, RegistryRetries retries) {
    this.access = access;
    this.password = password;
    this.retries = retries;
  }

  /** The manifest of a tag or digest; absent also if the repository itself is. */
  Optional<Manifest> get(String tagOrDigest) {
    Answer answer = send("GET", tagOrDigest, null);
    if (answer.status == 404) {
      return Optional.empty();
    }
    require(answer.status == 200, answer, "read");
    return Optional.of(new Manifest(answer.body, answer.type));
  }

  /** What a tag names now. */
  Optional<Digest> head(String tag) {
    Answer answer = send("HEAD", tag, null);
    if (answer.status == 404) {
      return Optional.empty();
    }
    require(answer.status == 200, answer, "read");
    return answer.digest.or(() -> get(tag).map(Manifest::digest));
  }

  /** Tags the manifest, unless the registry refuses to move the tag: then its words come back. */
  Optional<RegistryError> put(String tag, Manifest manifest) {
    Answer answer = send("PUT", tag, manifest);
    RegistryError error = answer.error();
    if (error.isImmutableTag()) {
      return Optional.of(error);
    }
    require(answer.status / 100 == 2, answer, "tag an image in");
    return Optional.empty();
  }

  private void require(boolean good, Answer answer, String action) {
    if (!good) {
      throw answer.error().exception(action, access.repositoryUri());
    }
  }

  private Answer send(String method, String reference, @Nullable Manifest body) {
    URI address = access.address("/manifests/" + reference);
    String action = body == null ? "read" : "tag an image in";
    String[] used = {""};
    return retries.ask(
        () -> {
          used[0] = password.get();
          return attempt(method, address, body, used[0], action);
        },
        () -> password.renew(used[0]));
  }

  private Answer attempt(
      String method, URI address, @Nullable Manifest body, String secret, String action) {
    try {
      Answer answer = once(method, address, body, secret);
      if (answer.status >= 400) {
        refuseWhatMayPass(answer, action);
      }
      return answer;
    } catch (IOException e) {
      throw RegistryFault.of(e, JibErrors.target(access.repositoryUri(), e), true);
    }
  }

  private void refuseWhatMayPass(Answer answer, String action) {
    RegistryError error = answer.error();
    if (RegistryFault.isTransient(answer.status, error.code() + error.message())) {
      throw new RegistryFault(
          answer.status, answer.retryAfter, error.exception(action, access.repositoryUri()));
    }
  }

  private Answer once(String method, URI address, @Nullable Manifest body, String secret)
      throws IOException {
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", basic(secret));
    connection.setRequestProperty("User-Agent", JibRun.TOOL);
    connection.setRequestProperty("Accept", TYPES);
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", body.mediaType());
      connection.getOutputStream().write(body.content());
    }
    return Answer.of(connection);
  }

  private String basic(String secret) {
    byte[] login = (access.user() + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  private record Answer(
      int status,
      byte[] body,
      String type,
      Optional<Digest> digest,
      Optional<Duration> retryAfter) {

    static Answer of(HttpURLConnection connection) throws IOException {
      int status = connection.getResponseCode();
      InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      byte[] body = stream == null ? new byte[0] : stream.readAllBytes();
      if (stream != null) {
        stream.close();
      }
      var digest = Optional.ofNullable(connection.getHeaderField("Docker-Content-Digest"));
      return new Answer(
          status,
          body,
          connection.getContentType(),
          digest.map(Digest::new),
          RegistryFault.retryAfter(connection.getHeaderField("Retry-After")));
    }

    RegistryError error() {
      return RegistryError.read(status, new String(body, StandardCharsets.UTF_8));
    }
  }
}
