package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.plan.Keys;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Sends HTTP requests with AWS's signature, for services without a client on the class path. */
public final class SignedHttp {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI endpoint;
  private final Keys keys;
  private final String service;

  public SignedHttp(URI endpoint, Keys keys, String service) {
    this.endpoint = endpoint;
    this.keys = keys;
    this.service = service;
  }

  public HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers) throws Exception {
    return send(signed(method, path, body, headers, keys.secretAccessKey(), false), method);
  }

  /** Sends a request that is signed with a wrong secret. */
  public HttpResponse<String> wrongly(String method, String path) throws Exception {
    return send(signed(method, path, "", Map.of(), "guessed", false), method);
  }

  /** Returns a presigned URL. */
  public URI presigned(String path) {
    return signed("GET", path, "", Map.of(), keys.secretAccessKey(), true).request().getUri();
  }

  public static HttpResponse<String> get(URI url) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(SignedRequest signed, String method) throws Exception {
    byte[] body = signed.payload().orElseThrow().newStream().readAllBytes();
    var request =
        HttpRequest.newBuilder(signed.request().getUri())
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    signed
        .request()
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private SignedRequest signed(
      String method,
      String path,
      String body,
      Map<String, String> headers,
      String secret,
      boolean inUrl) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(endpoint.resolve(path))
            .putHeader("Host", endpoint.getAuthority());
    headers.forEach(request::putHeader);
    AwsCredentialsIdentity identity =
        keys.sessionToken().isPresent()
            ? AwsSessionCredentialsIdentity.create(
                keys.accessKeyId(), secret, keys.sessionToken().get())
            : AwsCredentialsIdentity.create(keys.accessKeyId(), secret);
    boolean s3 = service.equals("s3");
    return AwsV4HttpSigner.create()
        .sign(
            b -> {
              b.identity(identity)
                  .request(request.build())
                  .payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                  .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                  .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                  .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !s3)
                  .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !s3);
              if (headers.containsKey("x-amz-decoded-content-length")) {
                b.putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true);
              }
              if (inUrl) {
                b.putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1));
              }
            });
  }
}
