package io.github.xacct.goal.ci;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Builds the URL of commit pages of the repository that a CI system builds. */
final class CommitLink {
  /** {@code git@host:path}, the short form of an SSH URL. */
  private static final Pattern SCP = Pattern.compile("(?:[\\w.-]+@)?([\\w.-]+):(?!//)(.+)");

  /** Any other URL; credentials before an @ are not captured. */
  private static final Pattern ADDRESS =
      Pattern.compile("(https?|ssh|git)://(?:[^/@]*@)?([\\w.-]+)(:\\d+)?/(.+)");

  private static final Pattern CODECOMMIT =
      Pattern.compile("git-codecommit\\.([a-z0-9-]+)\\.(amazonaws\\.com(?:\\.cn)?)");

  private CommitLink() {}

  /**
   * Returns the URL of a commit without its ID; empty if neither the system nor the repository's
   * URL determines it.
   */
  static Optional<String> of(CiSystem system, CiVariables variables) {
    return switch (system) {
      case GITHUB -> // Gitea and Forgejo set the same variables and have the same URLs
          variables
              .url("GITHUB_SERVER_URL")
              .flatMap(server -> variables.text("GITHUB_REPOSITORY").map(r -> server + "/" + r))
              .flatMap(CiVariables::urlOf)
              .map(repository -> repository + "/commit/");
      case GITLAB ->
          variables.url("CI_PROJECT_URL").map(URI::toString).map(project -> project + "/-/commit/");
      case BITBUCKET ->
          variables
              .text("BITBUCKET_REPO_FULL_NAME")
              .map(name -> "https://bitbucket.org/" + name)
              .flatMap(CiVariables::urlOf)
              .map(repository -> repository + "/commits/");
      case AZURE -> variables.text("BUILD_REPOSITORY_URI").flatMap(remote -> of(remote, variables));
      case CIRCLECI ->
          variables.text("CIRCLE_REPOSITORY_URL").flatMap(remote -> of(remote, variables));
      case CODEBUILD ->
          variables.text("CODEBUILD_SOURCE_REPO_URL").flatMap(remote -> of(remote, variables));
      case JENKINS ->
          variables.first("GIT_URL", "GIT_URL_1").flatMap(remote -> of(remote, variables));
      default -> Optional.empty();
    };
  }

  /** Returns the URL of a commit without its ID, derived from the clone URL. */
  static Optional<String> of(String remote, CiVariables variables) {
    String text = remote.strip();
    var scp = SCP.matcher(text);
    if (scp.matches()) {
      return of("https", scp.group(1), "", scp.group(2), variables);
    }
    var address = ADDRESS.matcher(text);
    if (!address.matches()) {
      return Optional.empty();
    }
    boolean web = address.group(1).startsWith("http");
    String port = web && address.group(3) != null ? address.group(3) : "";
    return of(
        web ? address.group(1) : "https", address.group(2), port, address.group(4), variables);
  }

  private static Optional<String> of(
      String scheme, String host, String port, String path, CiVariables variables) {
    String repository = path.replaceFirst("^/", "").replaceFirst("/$", "");
    var codeCommit = CODECOMMIT.matcher(host);
    if (codeCommit.matches()) {
      return codeCommit(codeCommit.group(1), codeCommit.group(2), repository);
    }
    return shown(host, repository, variables)
        .flatMap(shown -> CiVariables.urlOf(scheme + "://" + webHost(host) + port + "/" + shown))
        .map(URI::toString);
  }

  private static Optional<String> codeCommit(String region, String suffix, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String console = suffix.endsWith(".cn") ? "console.amazonaws.cn" : "console.aws.amazon.com";
    return CiVariables.urlOf(
            "https://%s.%s/codesuite/codecommit/repositories/%s/commit/"
                .formatted(region, console, name))
        .map(URI::toString);
  }

  /** Returns the path of a commit without its ID, which depends on the software of the host. */
  private static Optional<String> shown(String host, String path, CiVariables variables) {
    String repository = path.replaceFirst("\\.git$", "");
    if (host.equals("ssh.dev.azure.com")) {
      String[] parts = repository.split("/"); // v3/ORGANIZATION/PROJECT/REPOSITORY
      return parts.length == 4
          ? Optional.of(parts[1] + "/" + parts[2] + "/_git/" + parts[3] + "/commit/")
          : Optional.empty();
    }
    if (host.equals("bitbucket.org")) {
      return Optional.of(repository + "/commits/");
    }
    if (host.equals("gitlab.com") || isServer(host, variables, "CI_SERVER_URL")) {
      return Optional.of(repository + "/-/commit/");
    }
    boolean known =
        host.equals("github.com")
            || host.equals("codeberg.org")
            || host.equals("gitea.com")
            || host.equals("dev.azure.com")
            || host.endsWith(".visualstudio.com")
            || isServer(host, variables, "GITHUB_SERVER_URL");
    return known ? Optional.of(repository + "/commit/") : Optional.empty();
  }

  private static String webHost(String host) {
    return host.equals("ssh.dev.azure.com") ? "dev.azure.com" : host;
  }

  private static boolean isServer(String host, CiVariables variables, String name) {
    return variables.url(name).filter(url -> host.equalsIgnoreCase(url.getHost())).isPresent();
  }
}
