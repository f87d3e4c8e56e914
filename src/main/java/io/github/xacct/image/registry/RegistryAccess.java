package io.github.xacct.image.registry;

import io.github.xacct.model.XacctException;
import java.net.URI;
import java.util.function.Supplier;

/**
 * The repository to push to, and its credentials.
 *
 * @param repositoryUri {@code HOST[:PORT]/NAME}, as ECR returns it
 * @param proxyEndpoint the registry's URL, as ECR returns it
 * @param user {@code AWS} for ECR
 * @param password requested once per push; ECR's is valid for twelve hours
 * @param immutableTags whether tags are immutable
 * @param blobs finds blobs of the repository without a request for each
 */
public record RegistryAccess(
    String repositoryUri,
    URI proxyEndpoint,
    String user,
    Supplier<String> password,
    boolean immutableTags,
    KnownBlobs blobs) {

  /** A repository whose blobs are looked up one by one. */
  public RegistryAccess(
      String repositoryUri,
      URI proxyEndpoint,
      String user,
      Supplier<String> password,
      boolean immutableTags) {
    this(repositoryUri, proxyEndpoint, user, password, immutableTags, KnownBlobs.none());
  }

  /**
   * Validates the URI, and that the password is not sent as plain text.
   *
   * @throws XacctException if the registry uses plain HTTP on another machine
   */
  public RegistryAccess {
    if (!repositoryUri.matches("[^/@]+/[^@]+")) {
      throw new IllegalArgumentException(
          "'" + repositoryUri + "' is not a repository: write HOST/REPOSITORY");
    }
    String host = repositoryUri.substring(0, repositoryUri.indexOf('/'));
    if ("http".equals(proxyEndpoint.getScheme()) && !Loopback.holds(host)) {
      throw XacctException.yours(
              "The registry " + host + " would receive its password over plain http.")
          .evidence("Its address is " + proxyEndpoint + ", and " + host + " is not this machine.")
          .suggestion("use https; plain http is for a registry on localhost or 127.0.0.1 only");
    }
  }

  /** Host and port of the repository. */
  public String host() {
    return repositoryUri.substring(0, repositoryUri.indexOf('/'));
  }

  /** Name of the repository in its registry. */
  public String repository() {
    return repositoryUri.substring(repositoryUri.indexOf('/') + 1);
  }

  /**
   * Whether to use plain HTTP: only on this machine, and unless the registry's URL is HTTPS for
   * this address. Emulators of ECR often return AWS's own proxy endpoint.
   */
  public boolean plainHttp() {
    boolean isHttps =
        "https".equals(proxyEndpoint.getScheme()) && host().equals(proxyEndpoint.getAuthority());
    return Loopback.holds(host()) && !isHttps;
  }

  /** The URL of a resource of the repository. */
  public URI address(String path) {
    return URI.create(
        (plainHttp() ? "http://" : "https://") + host() + "/v2/" + repository() + path);
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return repositoryUri + " as " + user;
  }
}
