package io.github.xacct.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request and the expected response.
 *
 * @param name of the test in reports
 * @param path with the query; begins with a slash
 * @param headers of the request
 * @param status expected status code
 * @param contains text that the body must contain
 * @param answerHeaders expected headers of the response, with their exact values
 * @param maxLatency maximum time until the response is complete
 * @param repeat number of requests, each of which must pass
 * @param followRedirects whether redirects are followed before the response is checked
 */
public record SmokeTest(
    String name,
    String path,
    Map<String, String> headers,
    int status,
    Optional<String> contains,
    Map<String, String> answerHeaders,
    Optional<Duration> maxLatency,
    int repeat,
    boolean followRedirects) {

  /** A test that does not follow redirects. */
  public SmokeTest(
      String name,
      String path,
      Map<String, String> headers,
      int status,
      Optional<String> contains,
      Map<String, String> answerHeaders,
      Optional<Duration> maxLatency,
      int repeat) {
    this(name, path, headers, status, contains, answerHeaders, maxLatency, repeat, false);
  }

  public SmokeTest {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("'" + path + "' is not a path: begin it with a slash");
    }
    if (path.contains("#")) {
      throw new IllegalArgumentException(
          "'" + path + "' has a part after #, which is never sent: leave it out, or write %23");
    }
    if (!isPath(path)) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' is not a path of a URL: encode what is not allowed there, a space as %20");
    }
  }

  private static boolean isPath(String text) {
    try {
      return new URI("http://localhost" + text).getHost().equals("localhost")
          && text.chars().allMatch(c -> c < 128);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
