package io.github.xacct.aws.servicedeployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Entries as the developer guide shows them. */
class ActionLogTest {
  private static final String ARN =
      "arn:aws:ecs:eu-central-1:222222222222:service-deployment/apps/demo/EZe5RNVLH6PPzHXINuP28";

  private static String entry(String level, String arn) {
    return """
        {"resourceArn": "arn:aws:ecs:eu-central-1:222222222222:cluster/apps",
         "actionSourceId": "service/apps/demo", "logLevel": "%s",
         "eventTimestamp": 1784573730986,
         "detail": {"statusReason": "No rollback candidate was found to run the rollback.",
          "serviceDeploymentArn": "%s", "status": "FAILED",
          "eventName": "SERVICE_DEPLOYMENT_ROLLBACK_FAILED"}}"""
        .formatted(level, arn);
  }

  @Test
  void reportsTroubleOfOneDeployment() {
    assertThat(ActionLog.trouble(entry("ERROR", ARN), ARN))
        .contains(
            "SERVICE_DEPLOYMENT_ROLLBACK_FAILED: No rollback candidate was found to run the"
                + " rollback.");
    String elsewhere =
        entry("WARN", ARN)
            .replaceFirst("\"eventName\": \"\\w+\"", "\"at\": 1")
            .replace("\"resourceArn\"", "\"eventName\": \"ANOTHER\", \"resourceArn\"");
    assertThat(ActionLog.trouble(elsewhere, ARN)).get().asString().startsWith("ANOTHER: No roll");
    assertThat(ActionLog.trouble(entry("INFO", ARN), ARN)).isEmpty();
    assertThat(ActionLog.trouble(entry("ERROR", ARN + "x"), ARN)).isEmpty();
    assertThat(ActionLog.trouble("no JSON", ARN)).isEmpty();
  }
}
