package io.github.xacct.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One question over HTTP and the answer that is wanted.
 *
 * @param name for people
 * @param path with query, begins with a slash
 * @param headers of the request
 * @param status wanted
 * @param contains what the body must contain
 * @param answerHeaders wanted of the answer, each with its exact value
 * @param maxLatency until the whole answer is there
 * @param repeat how often it is asked; each time must be well
 * @param followRedirects whether it is the answer at the end of redirects that is judged
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

  /** One that does not follow redirects. */
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
