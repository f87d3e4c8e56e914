package io.github.xacct.deploy.port;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an app is asked: the URL that a person would open, and where its requests really go. Behind a
 * shared load balancer the app answers under a name that may not lead there yet, or only below a
 * path.
 *
 * @param url scheme, name, port and path below which the app answers
 * @param address of the load balancer, to which requests go whatever the name in the URL means;
 *     absent if the URL is asked as it is
 * @param headers that requests must have to reach the app
 */
public record Route(URI url, Optional<String> address, Map<String, String> headers) {

  /** The URL as it is. */
  public static Route to(URI url) {
    return new Route(url, Optional.empty(), Map.of());
  }

  /**
   * The same listener by the name of another URL, if it speaks HTTPS and this route goes by the
   * load balancer's own name, which no certificate is for.
   *
   * @param named where the app answers
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
   * Where the request for a path of the app goes. A path that is not below that of the URL is put
   * there, for elsewhere another app would answer.
   *
   * @param path with query, begins with a slash
   */
  public URI request(String path) {
    if (address.isEmpty()) {
      return URI.create(url.toString().replaceAll("/$", "") + path);
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + address.get() + port + below(path));
  }

  /** The headers of a request; what is asked for goes before what the route needs. */
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

  /** A request in words: {@code http://lb:80/ with Host: shop.example.com}. */
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

  /** A path that ends with a slash, or is none, is that of a folder; another is of one page. */
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
