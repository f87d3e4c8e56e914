package io.github.xacct.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Maven finds the plugin, and whatever else a build of the pipeline needs.
 *
 * @param settings file of the source repository, such as {@code .xacct/settings.xml}; absent for
 *     CodeBuild's own, which knows Maven Central alone
 * @param codeArtifact repository that the builds log in to
 */
public record MavenSource(Optional<String> settings, Optional<CodeArtifact> codeArtifact) {

  /** Maven Central. */
  public static final MavenSource CENTRAL = new MavenSource(Optional.empty(), Optional.empty());

  /**
   * A repository of CodeArtifact.
   *
   * @param region of the domain
   * @param owner account of the domain
   */
  public record CodeArtifact(Region region, AccountId owner, String domain, String repository) {
    /** CodeArtifact is offered in this partition only. Source: the AWS SDK's metadata. */
    private static final Pattern ARN =
        Pattern.compile(
            "arn:aws:codeartifact:([a-z0-9-]+):(\\d{12}):repository/([a-z][a-z0-9-]{0,48}[a-z0-9])/"
                + "([A-Za-z0-9][A-Za-z0-9._-]{1,99})");

    /**
     * Reads the ARN of a CodeArtifact repository.
     *
     * @throws IllegalArgumentException with what to write
     */
    public static CodeArtifact parse(String arn) {
      Matcher matcher = ARN.matcher(arn);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'"
                + arn
                + "' is not a repository of CodeArtifact: expected one such as"
                + " arn:aws:codeartifact:eu-central-1:111111111111:repository/DOMAIN/REPOSITORY");
      }
      return new CodeArtifact(
          new Region(matcher.group(1)),
          new AccountId(matcher.group(2)),
          matcher.group(3),
          matcher.group(4));
    }

    /** The URL of the repository from which Maven downloads the plugin. */
    public String url() {
      return "https://%s-%s.d.codeartifact.%s.amazonaws.com/maven/%s/"
          .formatted(domain, owner, region, repository);
    }
  }
}
