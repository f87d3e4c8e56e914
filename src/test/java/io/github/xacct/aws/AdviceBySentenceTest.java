package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each advice is right for the sentence that it answers. */
class AdviceBySentenceTest {
  private static final String ASSUME =
      "AccessDenied - User: arn:aws:sts::111111111111:assumed-role/build/x is not authorized to perform: ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sts:AssumeRole on resource: r with an explicit deny in a service control policy"
            + " | a service control policy of your organization forbids it",
        "sts:AssumeRole on resource: r because no service control policy allows the sts:AssumeRole"
            + " action | a service control policy of your organization forbids it",
        "sts:AssumeRole on resource: r with an explicit deny in a resource control policy"
            + " | a resource control policy of the resource's organization forbids it",
        "sts:AssumeRole on resource: r because no permissions boundary allows the sts:AssumeRole"
            + " action | the permissions boundary of the user or role that AWS names",
        "sts:TagSession on resource: r | allow sts:TagSession beside sts:AssumeRole",
      })
  void onAssumeRole(String sentence, String advice) {
    assertThat(String.join(" ", AdviceBySentence.onAssumeRole(ASSUME + sentence).orElseThrow()))
        .startsWith(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "InvalidParameterException - 5 deployments exist on the service. Unable to create new TaskSet"
            + " since this exceeds the maximum limit. | the service has as many task sets as ECS",
        "AccessDeniedException - Cross-account pass role is not allowed. | a role of another account",
        "x is not authorized to perform: codedeploy:CreateDeployment with an explicit deny in a"
            + " service control policy | a service control policy of your organization",
      })
  void onCreateDeployment(String sentence, String advice) {
    assertThat(String.join(" ", AdviceBySentence.onCall(sentence).orElseThrow()))
        .startsWith(advice);
    assertThat(AdviceBySentence.onDeployment(sentence))
        .isEqualTo(AdviceBySentence.onCall(sentence));
  }

  @Test
  void whatIsNotKnownGetsNoAdviceOfAnotherCall() {
    assertThat(AdviceBySentence.onAssumeRole(ASSUME + "sts:AssumeRole on resource: r")).isEmpty();
    // Of the caller, not of the deployment group's service role.
    assertThat(AdviceBySentence.onCall(ASSUME + "iam:PassRole on resource: r")).isEmpty();
  }
}
