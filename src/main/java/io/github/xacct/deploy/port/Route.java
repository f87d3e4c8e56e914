package io.github.xacct.deploy.port;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How requests reach an app: the URL that a person would open, and the address that requests are
 * sent to. Behind a shared load balancer the app may be reachable only under a host name that does
 * not resolve to it yet, or only below a path.
 *
 * @param url scheme, host, port and the path below which the app responds
 * @param address host of the load balancer that requests are sent to instead of the URL's host;
 *     empty to use the URL as it is
 * @param headers required for requests to reach the app
 */
public record Route(URI url, Optional<String> address, Map<String, String> headers) {

  /** A route to the URL as it is. */
  public static Route to(URI url) {
    return new Route(url, Optional.empty(), Map.of());
  }

  /**
   * The same route with the host of another URL, if both use HTTPS and this route uses the load
   * balancer's own name, for which there is no certificate.
   *
   * @param named URL with the app's host name
   */
  public Route by(Optional<URI> named) {
    boolean secured = "https".equals(url.getScheme()) && address.isEmpty();
    return named
        .filter(other -> secured && "https".equals(other.getScheme()))
        .map(URI::getHost)
        .map(
            name ->
                new Route(
                    URI.create(url.toString().replace("//" + url.getHost(), "//" + name)),
                    Optional.of(url.getHost()),
                    Map.of("Host", name)))
        .orElse(this);
  }

  /**
   * The URI of the request for a path of the app. A path outside that of the URL is resolved below
   * it, because another app may respond elsewhere.
   *
   * @param path begins with a slash; may have a query
   */
  public URI request(String path) {
    if (address.isEmpty()) {
      return URI.create(url.toString().replaceAll("/$", "") + path);
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + address.get() + port + below(path));
  }

  /** The headers of a request: the wanted ones override those of the route. */
  public Map<String, String> headers(Map<String, String> wanted) {
    var all = new LinkedHashMap<String, String>();
    headers.forEach(
        (name, value) -> {
          if (wanted.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            all.put(name, value);
          }
        });
    all.putAll(wanted);
    return all;
  }

  /** Describes a request: {@code http://lb:80/ with Host: shop.example.com}. */
  public String words(URI request, Map<String, String> sent) {
    var with = new StringBuilder();
    sent.forEach(
        (name, value) -> {
          if (headers.containsKey(name)) {
            with.append(with.isEmpty() ? " with " : ", ").append(name).append(": ").append(value);
          }
        });
    return request + with.toString();
  }

  /** Resolves a path below that of the URL; the root path is the URL as it is. */
  private String below(String path) {
    String base = url.getRawPath();
    String folder = base.replaceAll("/$", "");
    boolean within =
        path.startsWith(folder)
            && (path.length() == folder.length()
                || "/?".indexOf(path.charAt(folder.length())) >= 0);
    if (within) {
      return path;
    }
    String rest = path.substring(1);
    boolean root = rest.isEmpty() || rest.startsWith("?");
    return root ? base + rest : folder + path;
  }
}
