package io.github.xacct.deploy;

import io.github.xacct.deploy.port.HostRequest;
import io.github.xacct.deploy.port.TestClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the redirects of a smoke test, but only to the same listener and host. Elsewhere the
 * previous version or another app would respond, and receive the headers of the test.
 */
final class Redirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final int MOST = 5;

  private final TestClient client;
  private final Map<String, String> sent;

  Redirects(TestClient client, Map<String, String> sent) {
    this.client = client;
    this.sent = sent;
  }

  /** The location of a redirect; empty if the response is not a redirect. */
  static Optional<String> of(TestClient.Answer answer) {
    return STATUSES.contains(answer.status()) ? answer.header("Location") : Optional.empty();
  }

  /**
   * The last response in a chain of redirects.
   *
   * @param wrong why the chain was not followed further, if it was not
   */
  record End(TestClient.Answer answer, Optional<String> wrong) {}

  /** Follows redirects to the first response that is not one. */
  End follow(URI first, TestClient.Answer answer, Duration patience)
      throws IOException, InterruptedException {
    URI asked = first;
    var last = answer;
    for (int hops = 0; of(last).isPresent(); hops++) {
      String where = of(last).get();
      var next = hops < MOST ? within(asked, where) : Optional.<URI>empty();
      if (next.isEmpty()) {
        return new End(
            last,
            Optional.of(
                hops < MOST
                    ? "was redirected to " + where + ", which is not the listener that is tested"
                    : "was redirected more than " + MOST + " times"));
      }
      asked = next.get();
      last = client.get(asked, sent, patience);
    }
    return new End(last, Optional.empty());
  }

  /** The redirect's target on the tested listener; empty if it leads elsewhere. */
  private Optional<URI> within(URI asked, String where) {
    URI seen = URI.create(asked.getScheme() + "://" + authority(asked) + pathOf(asked));
    URI to;
    try {
      to = seen.resolve(where);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean same =
        asked.getScheme().equalsIgnoreCase(to.getScheme())
            && to.getRawAuthority() != null
            && (to.getRawAuthority().equalsIgnoreCase(authority(asked))
                || to.getRawAuthority().equalsIgnoreCase(withPort(asked)));
    return same
        ? Optional.of(URI.create(asked.getScheme() + "://" + asked.getRawAuthority() + pathOf(to)))
        : Optional.empty();
  }

  /** The authority that the app sees in the request. */
  private String authority(URI asked) {
    return HostRequest.host(sent).orElse(asked.getRawAuthority());
  }

  /** The same authority with the listener's port, which the load balancer sends separately. */
  private String withPort(URI asked) {
    return authority(asked).replaceAll(":\\d+$", "")
        + (asked.getPort() < 0 ? "" : ":" + asked.getPort());
  }

  private static String pathOf(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
