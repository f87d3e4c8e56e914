package io.github.xacct.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.Region;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsolePagesTest {

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, eu-central-1.console.aws.amazon.com",
    "cn-north-1, cn-north-1.console.amazonaws.cn",
    "us-gov-west-1, us-gov-west-1.console.amazonaws-us-gov.com",
    "us-iso-east-1, us-iso-east-1.console.c2shome.ic.gov",
    "us-isob-east-1, us-isob-east-1.console.sc2shome.sgov.gov",
  })
  void eachPartitionHasItsConsole(String region, String host) {
    assertThat(ConsolePages.deployment("d-1", new Region(region), Optional.empty()))
        .contains("https://" + host + "/codesuite/codedeploy/deployments/d-1?region=" + region);
  }

  @Test
  void noPageIsGuessedWhereTheConsoleIsNotKnown() {
    assertThat(page("eu-isoe-west-1", "https://codedeploy.eu-isoe-west-1.cloud.adc-e.uk"))
        .isEmpty();
  }

  @Test
  void whatIsNotAwsHasNoPage() {
    assertThat(page("eu-central-1", "http://localhost:4566")).isEmpty();
    assertThat(page("eu-central-1", "https://amazonaws.com.example.org")).isEmpty();
    assertThat(ConsolePages.foreign(Optional.of(URI.create("http://localhost:4566"))))
        .contains(URI.create("http://localhost:4566"));
  }

  @Test
  void endpointsOfAwsAreAws() {
    assertThat(page("eu-central-1", "https://codedeploy-fips.us-east-1.amazonaws.com")).isPresent();
    assertThat(page("eu-central-1", "https://vpce-1.codedeploy.eu-central-1.vpce.amazonaws.com"))
        .isPresent();
    assertThat(page("cn-north-1", "https://codedeploy.cn-north-1.amazonaws.com.cn")).isPresent();
  }

  private static Optional<String> page(String region, String endpoint) {
    return ConsolePages.deployment("d-1", new Region(region), Optional.of(URI.create(endpoint)));
  }
}
