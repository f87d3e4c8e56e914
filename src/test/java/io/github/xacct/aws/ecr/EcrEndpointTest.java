package io.github.xacct.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: the endpoint rules of the SDK for ECR. */
class EcrEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, false, false, https://api.ecr.eu-central-1.amazonaws.com",
    "cn-north-1, false, false, https://api.ecr.cn-north-1.amazonaws.com.cn",
    "us-east-1, true, false, https://api.ecr-fips.us-east-1.amazonaws.com",
    "us-gov-west-1, true, false, https://api.ecr-fips.us-gov-west-1.amazonaws.com",
    "us-east-1, false, true, https://ecr.us-east-1.api.aws"
  })
  void isThatOfTheSdksClient(String region, String fips, String dualstack, String endpoint) {
    System.setProperty("aws.useFipsEndpoint", fips);
    System.setProperty("aws.useDualstackEndpoint", dualstack);
    try {
      assertThat(EcrEndpoint.in(new Region(region))).hasToString(endpoint);
    } finally {
      System.clearProperty("aws.useFipsEndpoint");
      System.clearProperty("aws.useDualstackEndpoint");
    }
  }
}
