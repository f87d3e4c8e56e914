package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Builds the link to a log stream in the AWS console. */
final class LogLink {
  private LogLink() {}

  /**
   * Returns the URL of a log stream in the partition's console.
   *
   * @return empty if the deployment has no console URL
   */
  static Optional<String> of(DeploymentRecord deployment, Event.LogStream log) {
    return deployment
        .consoleUrl()
        .flatMap(LogLink::host)
        .flatMap(
            host ->
                deployment
                    .target()
                    .map(
                        target ->
                            """
                                https://%s/cloudwatch/home?region=%s#logsV2:log-groups/log-group/%s/log-events/%s"""
                                .formatted(
                                    host, target.region(), part(log.group()), part(log.stream()))));
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Encodes a part of the console URL's fragment: twice, with $ in place of the second %. */
  private static String part(String name) {
    String once = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return URLEncoder.encode(once, StandardCharsets.UTF_8).replace('%', '$');
  }
}
