package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.ecr.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Uses the registry's protocol by plain requests, so that tests see each response. */
public final class RegistryClient {
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CoreFixture aws;

  public RegistryClient(CoreFixture aws) {
    this.aws = aws;
  }

  public HttpResponse<String> get(String path, String password) {
    return send("GET", path, password, null);
  }

  public HttpResponse<String> send(
      String method, String path, String password, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + aws.rehearsal.registryHost()).resolve(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (password != null) {
      request.header("Authorization", basic(password));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pushes a blob and returns its digest. */
  String pushBlob(String repository, String password, String content) {
    String location =
        send("POST", "/v2/" + repository + "/blobs/uploads/", password, null)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    String digest = digest(content);
    send("PUT", location + "?digest=" + digest, password, content);
    return digest;
  }

  /** Pushes an image with one layer under a tag. */
  public HttpResponse<String> pushImage(
      String repository, String password, String tag, String layer) {
    pushBlob(repository, password, layer);
    pushBlob(repository, password, "{}");
    return send(
        "PUT",
        "/v2/" + repository + "/manifests/" + tag,
        password,
        manifest(layer),
        "Content-Type",
        MANIFEST_TYPE);
  }

  public static String manifest(String layer) {
    return """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,"digest":"%s"},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":%d,"digest":"%s"}]}
        """
        .formatted(MANIFEST_TYPE, digest("{}"), layer.length(), digest(layer));
  }

  public static String digest(String content) {
    byte[] hash = Repository.sha256().digest(content.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  static String basic(String password) {
    byte[] pair = ("AWS:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
