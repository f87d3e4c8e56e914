package io.github.xacct.model;

/**
 * An image identified by digest: {@code registry/repository@sha256:...}. Deployments use no tags,
 * because a tag can be moved and ECR may convert a manifest that is pulled by tag.
 *
 * @param repositoryUri registry host (with a port if it has one) and repository, without scheme
 * @param digest of the manifest
 */
public record ImageReference(String repositoryUri, Digest digest) {

  public ImageReference {
    if (!repositoryUri.contains("/") || repositoryUri.contains("@")) {
      throw new IllegalArgumentException(
          "'" + repositoryUri + "' is not a repository: write HOST/REPOSITORY");
    }
  }

  /**
   * Parses {@code HOST/REPOSITORY@sha256:...}.
   *
   * @throws IllegalArgumentException if it is invalid, with the reason and the expected form
   */
  public static ImageReference parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' does not name an image by digest: write HOST/REPOSITORY@sha256:DIGEST (a tag can"
              + " be moved)");
    }
    return new ImageReference(text.substring(0, at), new Digest(text.substring(at + 1)));
  }

  /** Returns the registry's host, with its port if it has one. */
  public String registry() {
    return repositoryUri.substring(0, repositoryUri.indexOf('/'));
  }

  /** Returns the repository's name in its registry. */
  public String repository() {
    return repositoryUri.substring(repositoryUri.indexOf('/') + 1);
  }

  @Override
  public String toString() {
    return repositoryUri + "@" + digest;
  }
}
