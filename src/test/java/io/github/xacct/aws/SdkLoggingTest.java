package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real build, src/it/no-secrets-in-debug, checks that a debug log contains no secret. */
class SdkLoggingTest {
  private static final String SDK = "org.slf4j.simpleLogger.log.software.amazon.awssdk";

  @BeforeEach
  @AfterEach
  void forget() {
    System.clearProperty(SDK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "elsewhere", "region"})
  void everyWayToTheSdkRaisesItsLogLevelFirst(String way) {
    switch (way) {
      case "chain" -> AwsAccess.byDefaultChain(Optional.empty()).close();
      case "elsewhere" ->
          AwsAccess.to(new AwsAccess.EndpointOverride(URI.create("http://127.0.0.1:1"), "A", "s"))
              .close();
      default -> AwsAccess.defaultRegion(Optional.of("no-such-profile"));
    }
    assertThat(System.getProperty(SDK)).isEqualTo("info");
    assertThat(System.getProperty("org.slf4j.simpleLogger.log.org.apache.http")).isEqualTo("info");
    assertThat(System.getProperty("maven.logger.log.software.amazon.awssdk")).isEqualTo("info");
  }
}
