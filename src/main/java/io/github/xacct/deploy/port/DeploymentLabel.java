package io.github.xacct.deploy.port;

import io.github.xacct.model.ImageReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The origin of a deployment, stored in its description so that later runs recognize it: {@code run
 * 5ca1ab1e0ddb image sha256:9f86d081884c commit 0a1b2c3d4e5f of 2026-11-23T14:00:00Z: shop 1.4 by
 * ann}. The identifying part comes first and has a bounded length, because AWS accepts at most 256
 * characters; the readable part follows and may be truncated.
 *
 * @param app name and version of the app
 * @param commit that the image was built from
 * @param committed time of the commit
 * @param by the build or person that deploys
 */
public record DeploymentLabel(
    String app, Optional<String> commit, Optional<Instant> committed, String by) {
  /** The smaller of the two limits that AWS documents. */
  private static final int LIMIT = 256;

  private static final int NONCE_BYTES = 6;
  private static final int SHORT_COMMIT = 12;

  private static final Pattern RUN = Pattern.compile("run ([0-9a-f]{12}) .*", Pattern.DOTALL);

  private static final Pattern FORM =
      Pattern.compile(
          "run [0-9a-f]{12} image (?<image>sha256:[0-9a-f]{12})"
              + "(?<source>( commit (?<commit>\\S{1,12})( of (?<committed>\\S+))?)?): (?<words>.*)",
          Pattern.DOTALL);

  /** The same label with another build or person, or with a note on how it is deployed. */
  public DeploymentLabel by(String words) {
    return new DeploymentLabel(app, commit, committed, words);
  }

  /** Creates the description of a deployment of the image, unique to this run. */
  public String describe(ImageReference image) {
    return unique("image " + image.digest().brief() + source() + ": " + words());
  }

  /** Creates a unique description, which stays unique if it is truncated. */
  public static String unique(String words) {
    byte[] run = new byte[NONCE_BYTES];
    ThreadLocalRandom.current().nextBytes(run);
    return cut("run " + HexFormat.of().formatHex(run) + " " + words, LIMIT);
  }

  /** The name of the run at the beginning of a description, unique to that run. */
  public static Optional<String> run(String description) {
    return Optional.of(RUN.matcher(description)).filter(m -> m.matches()).map(m -> m.group(1));
  }

  /** Whether a description begins with the name of the run. */
  public static boolean isOfRun(String description, String run) {
    return description != null && run(description).filter(run::equals).isPresent();
  }

  /** Whether a description is that of a deployment of the same app, commit and image. */
  public boolean isOf(String description, ImageReference image) {
    return mayBeOf(description) && names(description, image);
  }

  /** Whether a description may be that of a deployment of the same app and commit. */
  public boolean mayBeOf(String description) {
    var form = FORM.matcher(description);
    if (!form.matches() || !form.group("source").equals(source())) {
      return false;
    }
    String app = this.app + " by ";
    return form.group("words").startsWith(cut(app, LIMIT - form.start("words")));
  }

  /** Whether a description names this image, whichever build created it. */
  public static boolean names(String description, ImageReference image) {
    var form = FORM.matcher(description);
    return form.matches() && form.group("image").equals(image.digest().brief());
  }

  /** The time of the commit that a description names. */
  public static Optional<Instant> committed(String description) {
    var form = FORM.matcher(description);
    try {
      return form.matches()
          ? Optional.ofNullable(form.group("committed")).map(Instant::parse)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The commit that a description names, possibly abbreviated. */
  public static Optional<String> commit(String description) {
    var form = FORM.matcher(description);
    return form.matches() ? Optional.ofNullable(form.group("commit")) : Optional.empty();
  }

  private String source() {
    String of = committed.map(time -> " of " + time.truncatedTo(ChronoUnit.SECONDS)).orElse("");
    return commit
        .map(id -> id.replaceAll("\\s", ""))
        .filter(id -> !id.isEmpty())
        .map(id -> " commit " + cut(id, SHORT_COMMIT) + of)
        .orElse("");
  }

  private String words() {
    return app + " by " + by;
  }

  /** Truncates the text, but not within a surrogate pair. */
  private static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end);
  }
}
