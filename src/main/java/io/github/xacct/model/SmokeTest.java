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
 */
public record SmokeTest(
    String name,
    String path,
    Map<String, String> headers,
    int status,
    Optional<String> contains,
    Map<String, String> answerHeaders,
    Optional<Duration> maxLatency,
    int repeat) {

  public SmokeTest {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("'" + path + "' is not a path: begin it with a slash");
    }
    try {
      new URI("http://localhost" + path);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' is not a path of a URL: encode what is not allowed there, a space as %20");
    }
  }
}
