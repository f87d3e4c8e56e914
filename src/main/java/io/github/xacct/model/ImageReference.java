package io.github.xacct.model;

/**
 * One image by content: {@code registry/repository@sha256:...}. Deployments name images only so,
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
   * Reads {@code HOST/REPOSITORY@sha256:...}.
   *
   * @throws IllegalArgumentException with what is wrong and what to write
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

  /** Host and port of the registry. */
  public String registry() {
    return repositoryUri.substring(0, repositoryUri.indexOf('/'));
  }

  /** Name of the repository in its registry. */
  public String repository() {
    return repositoryUri.substring(repositoryUri.indexOf('/') + 1);
  }

  @Override
  public String toString() {
    return repositoryUri + "@" + digest;
  }
}
