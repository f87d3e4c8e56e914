package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-app:7",
        "arn:aws-cn:iam::222222222222:role/path/deploy",
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws-us-gov:s3:::a-bucket/a/key.env",
        "arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf:password::"
      })
  void whatIsReadIsWrittenAgain(String text) {
    assertThat(Arn.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo-app",
        "arn:aws:ecs:eu-central-1:222222222222",
        "arn:aws:ecs:eu-central-1:222222222222:",
        "arn:aws:ecs:eu-central-1:22222222222:cluster/a",
        "arn:aws:ecs:EU:222222222222:cluster/a",
        "arn:aws:E C S:eu-central-1:222222222222:cluster/a",
        "arn:azure:ecs:eu-central-1:222222222222:cluster/a",
        "urn:aws:ecs:eu-central-1:222222222222:cluster/a"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Arn.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not an ARN: write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE", text);
  }

  @Test
  void theRegionKnowsItsPartition() {
    var account = new AccountId("222222222222");
    var region = new Region("cn-north-1");
    assertThat(Arn.of(region, account, "ecr", "repository/demo"))
        .hasToString("arn:aws-cn:ecr:cn-north-1:222222222222:repository/demo");
    assertThat(Arn.root(region.partition(), account))
        .hasToString("arn:aws-cn:iam::222222222222:root");
  }
}
