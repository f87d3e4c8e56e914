package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a deployment's description says of where it comes from, so that a later run knows it again:
 * {@code shop 1.4 commit 0a1b2c3d4e5f of 2026-11-23T14:00:00Z image sha256:9f86d081884c by ann run
 * 5ca1ab1e}.
 *
 * @param app name and version
 * @param commit that was built
 * @param committed when it was committed
 * @param by build or person
 */
public record Signature(
    String app, Optional<String> commit, Optional<Instant> committed, String by) {
  /** The smaller of the two limits that AWS documents. */
  private static final int LIMIT = 256;

  private static final Pattern COMMITTED = Pattern.compile(" commit \\S+ of (\\S+) image ");
  private static final Pattern COMMIT = Pattern.compile(" commit (\\S+) (of \\S+ )?image ");
  private static final int SHORT_COMMIT = 12;

  /** The same by somebody else, or with more to say of how. */
  public Signature by(String words) {
    return new Signature(app, commit, committed, words);
  }

  /** The description of a deployment of the image, unlike that of any other run. */
  public String describe(ImageReference image) {
    byte[] run = new byte[4];
    ThreadLocalRandom.current().nextBytes(run);
    String unlike = " run " + HexFormat.of().formatHex(run);
    String text = origin(image) + " by " + by;
    return text.substring(0, Math.min(LIMIT - unlike.length(), text.length())) + unlike;
  }

  /** Whether a deployment of this description was started for the same commit and image. */
  boolean isOf(String description, ImageReference image) {
    return description.startsWith(origin(image) + " by ");
  }

  /** The same before the image is known. */
  boolean mayBeOf(String description) {
    return description.startsWith(source() + " image ");
  }

  /** Whether a description names this image, whoever built it. */
  static boolean names(String description, ImageReference image) {
    return description.contains(" image " + image.digest().brief() + " ");
  }

  /** When the commit was made that a description names. */
  static Optional<Instant> committed(String description) {
    var matcher = COMMITTED.matcher(description);
    try {
      return matcher.find() ? Optional.of(Instant.parse(matcher.group(1))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The commit that a description names, perhaps cut short. */
  static Optional<String> commit(String description) {
    var matcher = COMMIT.matcher(description);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private String origin(ImageReference image) {
    return source() + " image " + image.digest().brief();
  }

  private String source() {
    String of = committed.map(time -> " of " + time).orElse("");
    return app
        + commit
            .map(id -> " commit " + id.substring(0, Math.min(SHORT_COMMIT, id.length())) + of)
            .orElse("");
  }
}
