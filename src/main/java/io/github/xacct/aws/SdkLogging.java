package io.github.xacct.aws;

import java.util.List;

/**
 * Keeps secrets out of {@code mvn -X}: on debug level the SDK and its HTTP client print security
 * tokens and AssumeRole's answers. Maven's logger reads these properties when a logger is made, so
 * they must be set before the first class of the SDK loads.
 */
final class SdkLogging {
  /** Maven 3's, and Maven 4's, which warns of the other one for every class of the SDK. */
  private static final List<String> PREFIXES =
      List.of("org.slf4j.simpleLogger.log.", "maven.logger.log.");

  private static final List<String> LOGGERS =
      List.of("software.amazon.awssdk", "org.apache.hc", "org.apache.http");

  private SdkLogging() {}

  /** Raises the level to info; safe to call again. */
  static void install() {
    PREFIXES.forEach(
        prefix -> LOGGERS.forEach(logger -> System.setProperty(prefix + logger, "info")));
  }
}
