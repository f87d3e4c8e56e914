package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The earlier deployment to roll back to, as users specify it: a number of good versions back (1 is
 * the last good one), a deployment ID, a task definition revision, a commit or an image digest.
 * Commits and digests may be abbreviated.
 *
 * @param kind of the value
 * @param value the number, ID, revision, commit or digest
 */
public record RollbackTarget(Kind kind, String value) {

  /** The forms of {@code -Dxacct.to}. */
  enum Kind {
    BACK("[1-9]\\d{0,2}"),
    /** An ID of CodeDeploy, or of an ECS service deployment that is not an abbreviated commit. */
    DEPLOYMENT("d-[A-Z0-9]+|(?![0-9a-f]{21}$)[\\w-]{21}"),
    DIGEST("sha256:[0-9a-f]{6,64}"),
    REVISION("(.*/)?[\\w-]*:[1-9]\\d*"),
    COMMIT("[0-9a-f]{7,40}");

    private final Pattern form;

    Kind(String form) {
      this.form = Pattern.compile(form);
    }
  }

  /** The last good version. */
  public static final RollbackTarget LAST_GOOD = new RollbackTarget(Kind.BACK, "1");

  /**
   * Parses a target.
   *
   * @throws IllegalArgumentException if the text has none of the forms
   */
  public static RollbackTarget parse(String text) {
    String value = text.trim();
    for (Kind kind : Kind.values()) {
      if (kind.form.matcher(value).matches()) {
        return new RollbackTarget(kind, value);
      }
    }
    throw new IllegalArgumentException(
        """
        invalid value '%s': expected a number of good versions back (1 to 999), a deployment \
        ID (d-ABCDEFGHI), a revision (family:12 or :12), a commit (7 hexadecimal digits or \
        more) or a digest (sha256: and 6 hexadecimal digits or more)"""
            .formatted(text));
  }

  /**
   * Parses a deployment ID.
   *
   * @throws IllegalArgumentException if the text is not a deployment ID
   */
  public static String deployment(String text) {
    if (!Kind.DEPLOYMENT.form.matcher(text.trim()).matches()) {
      throw new IllegalArgumentException(
          "invalid value '" + text + "': expected a deployment ID, such as d-ABCDEFGHI");
    }
    return text.trim();
  }

  /** How many good versions back; empty for the other forms. */
  Optional<Integer> back() {
    return kind == Kind.BACK ? Optional.of(Integer.valueOf(value)) : Optional.empty();
  }

  /**
   * Whether this target identifies the deployment.
   *
   * @param taskDefinition ARN that it deployed
   * @param digest of its image, if known
   */
  boolean names(History.Past past, String taskDefinition, Optional<String> digest) {
    return switch (kind) {
      case BACK -> false;
      case DEPLOYMENT -> past.id().equals(value);
      case DIGEST -> digest.filter(d -> d.startsWith(value)).isPresent();
      case REVISION -> isRevision(taskDefinition);
      case COMMIT ->
          DeploymentLabel.commit(past.description())
              .filter(commit -> commit.startsWith(value) || value.startsWith(commit))
              .isPresent();
    };
  }

  /**
   * Whether the value identifies the revision; {@code :12} is revision 12 of the deployed family.
   */
  private boolean isRevision(String arn) {
    return value.startsWith(":")
        ? arn.endsWith(value)
        : arn.equals(value) || arn.endsWith("/" + value);
  }

  @Override
  public String toString() {
    return kind == Kind.BACK
        ? value + (value.equals("1") ? " version back" : " versions back")
        : kind.name().toLowerCase(Locale.ROOT) + " " + value;
  }
}
