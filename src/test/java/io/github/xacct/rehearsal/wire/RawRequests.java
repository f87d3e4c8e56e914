package io.github.xacct.rehearsal.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Sends requests that no client would send, with a valid signature. */
public final class RawRequests {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final URI endpoint;
  private final AwsCredentials credentials;

  public RawRequests(URI endpoint, AwsCredentials credentials) {
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /**
   * Sends a request with any method, path, headers and body; signed unless the headers contain a
   * signature.
   */
  public HttpResponse<byte[]> send(
      String service, String method, String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.containsKey("Authorization")) {
      headers.forEach(request::header);
    } else {
      signed(service, method, path, headers, body)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private Map<String, List<String>> signed(
      String service, String method, String path, Map<String, String> headers, byte[] body) {
    var unsigned = SdkHttpFullRequest.builder();
    unsigned.uri(endpoint.resolve(path)).method(SdkHttpMethod.fromValue(method));
    headers.forEach(unsigned::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials)
                        .request(unsigned.build())
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1"));
    var all = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(signed.request().headers());
    all.keySet().removeAll(List.of("Host", "Content-Length"));
    return all;
  }
}
