package io.github.xacct.aws;

/**
 * Keeps secrets out of {@code mvn -X}: on debug level the SDK and its HTTP client print security
 * tokens and AssumeRole's answers. Maven's logger reads these properties when a logger is made, so
 * they must be set before the first class of the SDK loads.
 */
final class QuietSdk {
  private static final String PREFIX = "org.slf4j.simpleLogger.log.";

  private QuietSdk() {}

  /** Raises the level to info; safe to call again. */
  static void install() {
    System.setProperty(PREFIX + "software.amazon.awssdk", "info");
    System.setProperty(PREFIX + "org.apache.hc", "info");
    System.setProperty(PREFIX + "org.apache.http", "info");
  }
}
