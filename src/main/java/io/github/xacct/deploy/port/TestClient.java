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

/** From where an app is asked the questions of its smoke tests. */
@FunctionalInterface
public interface TestClient {

  /**
   * What the app answered.
   *
   * @param headers by name in lower case; of several values the first
   */
  record Answer(int status, Map<String, String> headers, String body) {

    /** The value of a header, whatever case its name is written in. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Sends one GET request and reads the answer.
   *
   * @param patience how long the answer may take
   * @throws IOException if there is no answer
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

  /** The same, trusting other certificates over HTTPS. */
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
