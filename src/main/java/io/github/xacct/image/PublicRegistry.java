package io.github.xacct.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.image.registry.Loopback;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pulls from a public repository without credentials. Sources: OCI distribution specification,
 * "Pull"; Docker registry's "Token Authentication Specification".
 *
 * <p>Uses HttpURLConnection, as for manifests: a redirect to the storage of blobs must not receive
 * the token.
 */
final class PublicRegistry {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int REDIRECTS = 5;
  private static final int LARGEST = 100 << 20;
  private static final Pattern CHALLENGE = Pattern.compile("(realm|service)=\"([^\"]*)\"");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String host;
  private final String repository;
  private Optional<String> token = Optional.empty();

  /**
   * @param name as {@code HOST/REPOSITORY}
   */
  PublicRegistry(String name) {
    this.host = name.substring(0, name.indexOf('/'));
    this.repository = name.substring(name.indexOf('/') + 1);
  }

  /** The manifest of a digest; its content is verified. */
  Manifest manifest(Digest digest) throws IOException {
    Answer answer = get("/manifests/" + digest.value(), ManifestClient.TYPES);
    return new Manifest(certain(answer.body(), digest), String.valueOf(answer.type()));
  }

  /** The content of a blob, verified by its digest. */
  byte[] blob(Digest digest) throws IOException {
    return certain(get("/blobs/" + digest.value(), "*/*").body(), digest);
  }

  private static byte[] certain(byte[] content, Digest digest) throws IOException {
    String actual = "sha256:" + Sha256.of(content);
    if (!actual.equals(digest.value())) {
      throw new IOException("the content of " + digest + " has the digest " + actual);
    }
    return content;
  }

  private record Answer(
      int status,
      byte[] body,
      @Nullable String type,
      Optional<String> challenge,
      Optional<String> location) {}

  private Answer get(String path, String accept) throws IOException {
    String scheme = Loopback.holds(host) ? "http" : "https";
    URI address = URI.create(scheme + "://" + host + "/v2/" + repository + path);
    Answer answer = once(address, accept, token);
    if (answer.status() == 401 && answer.challenge().isPresent()) {
      token = Optional.of(token(answer.challenge().get()));
      answer = once(address, accept, token);
    }
    for (int i = 0; i < REDIRECTS && answer.location().isPresent(); i++) {
      address = address.resolve(answer.location().get());
      answer = once(address, accept, Optional.empty());
    }
    if (answer.status() != 200) {
      throw new IOException(address.getHost() + " answered HTTP " + answer.status());
    }
    return answer;
  }

  /** An anonymous token for pulling. */
  private String token(String challenge) throws IOException {
    String realm = "";
    String service = "";
    Matcher part = CHALLENGE.matcher(challenge);
    while (part.find()) {
      if (part.group(1).equals("realm")) {
        realm = part.group(2);
      } else {
        service = part.group(2);
      }
    }
    URI address =
        URI.create(realm + "?service=" + service + "&scope=repository:" + repository + ":pull");
    Answer answer = once(address, "application/json", Optional.empty());
    String found = JSON.readTree(answer.body()).path("token").asText();
    if (answer.status() != 200 || found.isEmpty()) {
      throw new IOException(address.getHost() + " returns no token: HTTP " + answer.status());
    }
    return found;
  }

  private static Answer once(URI address, String accept, Optional<String> token)
      throws IOException {
    if (!"https".equals(address.getScheme()) && !Loopback.holds(address.getAuthority())) {
      throw new IOException(address.getHost() + " answers by plain HTTP only");
    }
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty("Accept", accept);
    connection.setRequestProperty("User-Agent", JibRun.TOOL);
    token.ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t));
    int status = connection.getResponseCode();
    var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    byte[] body = new byte[0];
    if (stream != null) {
      try (stream) {
        body = stream.readNBytes(LARGEST);
      }
    }
    return new Answer(
        status,
        body,
        connection.getContentType(),
        Optional.ofNullable(connection.getHeaderField("Www-Authenticate")),
        Optional.ofNullable(connection.getHeaderField("Location"))
            .filter(location -> status / 100 == 3));
  }
}
