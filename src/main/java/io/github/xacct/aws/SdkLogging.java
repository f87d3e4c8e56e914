package io.github.xacct.aws;

import java.util.List;

/**
 * Keeps secrets out of {@code mvn -X}: at debug level the SDK and its HTTP client print security
 * tokens and AssumeRole's responses. Maven reads these properties when it creates a logger, so they
 * must be set before the SDK's first class loads.
 */
final class SdkLogging {
  /**
   * The prefixes of Maven 3 and of Maven 4, which warns of Maven 3's for every class of the SDK.
   */
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
