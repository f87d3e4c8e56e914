package io.github.xacct.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the pipeline's builds download the plugin and their other dependencies.
 *
 * @param settings settings file in the source repository, such as {@code .xacct/settings.xml};
 *     absent for that of CodeBuild, which uses Maven Central only
 * @param codeArtifact repository to which the builds log in
 */
public record MavenSource(Optional<String> settings, Optional<CodeArtifact> codeArtifact) {

  /** Maven Central. */
  public static final MavenSource CENTRAL = new MavenSource(Optional.empty(), Optional.empty());

  /**
   * A CodeArtifact repository.
   *
   * @param region Region of the domain
   * @param owner account that owns the domain
   */
  public record CodeArtifact(Region region, AccountId owner, String domain, String repository) {
    /** CodeArtifact exists in the partition {@code aws} only. Source: the AWS SDK's metadata. */
    private static final Pattern ARN =
        Pattern.compile(
            "arn:aws:codeartifact:([a-z0-9-]+):(\\d{12}):repository/([a-z][a-z0-9-]{0,48}[a-z0-9])/"
                + "([A-Za-z0-9][A-Za-z0-9._-]{1,99})");

    /**
     * Parses the ARN of a CodeArtifact repository.
     *
     * @throws IllegalArgumentException if it is invalid, with an example
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
