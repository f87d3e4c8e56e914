package io.github.xacct.deploy.port;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** Sends the requests of smoke tests to an app. */
@FunctionalInterface
public interface TestClient {

  /**
   * The response of the app.
   *
   * @param headers by lowercase name; the first value of each
   */
  record Answer(int status, Map<String, String> headers, String body) {

    /** The value of a header, by its name in any case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Sends one GET request and returns the response.
   *
   * @param patience how long the response may take
   * @throws IOException if there is no response
   */
  Answer get(URI uri, Map<String, String> headers, Duration patience)
      throws IOException, InterruptedException;

  /** A client that sends its requests from this machine. */
  static TestClient direct() {
    try {
      return direct(SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** A client that sends its requests from this machine and trusts other certificates. */
  static TestClient direct(SSLContext tls) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    return (uri, headers, patience) -> {
      if (HostRequest.host(headers).isPresent()) {
        return new HostRequest(uri, headers, tls).send(patience);
      }
      var request = HttpRequest.newBuilder(uri).timeout(patience);
      headers.forEach(request::header);
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var first = new TreeMap<String, String>();
      answer
          .headers()
          .map()
          .forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      return new Answer(answer.statusCode(), first, answer.body());
    };
  }
}
