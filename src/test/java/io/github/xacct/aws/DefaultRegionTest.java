package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.XacctException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The default region of a pom that declares none. */
class DefaultRegionTest {
  private static final String PROPERTY = "aws.region";

  private final Optional<String> before = Optional.ofNullable(System.getProperty(PROPERTY));

  @AfterEach
  void restore() {
    before.ifPresentOrElse(
        region -> System.setProperty(PROPERTY, region), () -> System.clearProperty(PROPERTY));
  }

  @Test
  void isTheSdks() {
    System.setProperty(PROPERTY, "eu-north-1");
    assertThat(AwsAccess.defaultRegion(Optional.empty()).orElseThrow()).hasToString("eu-north-1");
  }

  @Test
  void isReportedIfItIsNone() {
    System.setProperty(PROPERTY, "frankfurt");
    assertThatThrownBy(() -> AwsAccess.defaultRegion(Optional.empty()))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The default region of this machine is wrong.
            'frankfurt' is not a region id: write one such as eu-central-1 or us-east-1
            Try: correct AWS_REGION, or the region of the AWS profile; or write
                 <registry><region>eu-central-1</region></registry> into the pom.""");
  }
}
