package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;

/** A redirect action. Source: Elastic Load Balancing API reference, RedirectActionConfig. */
record Redirect(int status, String protocol, String host, String port, String path, String query) {

  static Redirect of(JsonNode config) {
    return new Redirect(
        config.path("StatusCode").asText("HTTP_301").equals("HTTP_302") ? 302 : 301,
        config.path("Protocol").asText("#{protocol}"),
        config.path("Host").asText("#{host}"),
        config.path("Port").asText("#{port}"),
        config.path("Path").asText("/#{path}"),
        config.path("Query").asText("#{query}"));
  }

  /** Returns the Location header for a request. */
  String location(String hostHeader, int ownPort, String uri) {
    int mark = uri.indexOf('?');
    String asked = mark < 0 ? uri : uri.substring(0, mark);
    String all = query.replace("#{query}", mark < 0 ? "" : uri.substring(mark + 1));
    String scheme = protocol.replace("#{protocol}", "http").toLowerCase(java.util.Locale.ROOT);
    return "%s://%s:%s%s%s"
        .formatted(
            scheme,
            host.replace("#{host}", hostHeader.replaceAll(":\\d+$", "")),
            port.replace("#{port}", String.valueOf(ownPort)),
            path.replace("#{path}", asked.replaceFirst("^/", "")),
            all.isEmpty() ? "" : "?" + all);
  }
}
