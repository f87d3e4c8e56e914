package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The link to a log stream in the AWS console. */
final class LogLink {
  private LogLink() {}

  /**
   * On the same console as the deployment, which is that of the partition.
   *
   * @return empty where there is no console
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

  /** The console encodes a part of its fragment twice, with $ in the place of the second %. */
  private static String part(String name) {
    String once = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return URLEncoder.encode(once, StandardCharsets.UTF_8).replace('%', '$');
  }
}
