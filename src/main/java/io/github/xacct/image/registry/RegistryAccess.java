package io.github.xacct.image.registry;

import io.github.xacct.model.XacctException;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Which repository to push to, and with whose password.
 *
 * @param repositoryUri {@code HOST[:PORT]/NAME}, as ECR answers it
 * @param proxyEndpoint the registry's address as ECR answers it
 * @param user {@code AWS} for ECR
 * @param password asked for once a push; ECR's last for twelve hours
 * @param immutableTags whether the registry refuses to move a tag
 * @param blobs what is known of the repository's blobs without a request for each
 */
public record RegistryAccess(
    String repositoryUri,
    URI proxyEndpoint,
    String user,
    Supplier<String> password,
    boolean immutableTags,
    KnownBlobs blobs) {

  /** A repository whose blobs are looked for one by one. */
  public RegistryAccess(
      String repositoryUri,
      URI proxyEndpoint,
      String user,
      Supplier<String> password,
      boolean immutableTags) {
    this(repositoryUri, proxyEndpoint, user, password, immutableTags, KnownBlobs.none());
  }

  /**
   * Checks the form, and that the password stays off the network's plain text.
   *
   * @throws XacctException if the registry is plain http on another machine
   */
  public RegistryAccess {
    if (!repositoryUri.matches("[^/@]+/[^@]+")) {
      throw new IllegalArgumentException(
          "'" + repositoryUri + "' is not a repository: write HOST/REPOSITORY");
    }
    String host = repositoryUri.substring(0, repositoryUri.indexOf('/'));
    if ("http".equals(proxyEndpoint.getScheme()) && !Loopback.holds(host)) {
      throw XacctException.yours(
              "The registry " + host + " would get its password over plain http.")
          .evidence("Its address is " + proxyEndpoint + ", and " + host + " is not this machine.")
          .suggestion("use https; plain http is for a registry on localhost or 127.0.0.1 only");
    }
  }

  /** Host and port that the repository's address names. */
  public String host() {
    return repositoryUri.substring(0, repositoryUri.indexOf('/'));
  }

  /** Name of the repository in its registry. */
  public String repository() {
    return repositoryUri.substring(repositoryUri.indexOf('/') + 1);
  }

  /**
   * Whether to speak plain http: only on this machine, and unless the registry says https of this
   * very address. Look-alikes of ECR often answer a proxy endpoint that is AWS's own.
   */
  public boolean plainHttp() {
    boolean saysHttps =
        "https".equals(proxyEndpoint.getScheme()) && host().equals(proxyEndpoint.getAuthority());
    return Loopback.holds(host()) && !saysHttps;
  }

  /** Address of something in the repository. */
  public URI address(String path) {
    return URI.create(
        (plainHttp() ? "http://" : "https://") + host() + "/v2/" + repository() + path);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return repositoryUri + " as " + user;
  }
}
