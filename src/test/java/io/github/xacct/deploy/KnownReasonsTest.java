package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which reasons abort after one stopped task, and which are counted; texts of ECS's stoppedReason.
 */
class KnownReasonsTest {
  private static final String AUTH =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
          + " retrieval failed: ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unable to retrieve ecr registry auth: service call has been retried 3 time(s):"
            + " RequestError: send request failed caused by: Post: dial tcp: i/o timeout. |",
        "unable to get registry auth from asm: service call has been retried 5 time(s): asm"
            + " fetching secret from the service for x: RequestCanceled: request context canceled |",
        "unable to retrieve secrets from ssm: service call has been retried 5 time(s): context"
            + " deadli... |",
        "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to"
            + " fetch secret arn:aws:secretsmanager:eu-west-1:1... |",
        "unable to retrieve secret from asm: AccessDeniedException: User: u is not authorized to"
            + " perform: secretsmanager:GetSecretValue | the secrets cannot be read",
        "unable to retrieve secrets from ssm: invalid ssm parameters: /demo/x | the secrets cannot"
            + " be read",
        "unable to retrieve secret from asm: retrieved secret did not contain json key x | the"
            + " secrets cannot be read",
        "unable to retrieve ecr registry auth: AccessDeniedException: User: u is not authorized to"
            + " perform: ecr:GetAuthorizationToken | the execution role may not pull",
      })
  void aTimeOutIsNoRefusal(String reason, String hopeless) {
    assertThat(KnownReasons.hopeless(AUTH + reason)).isEqualTo(Optional.ofNullable(hopeless));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ResourceInitializationError: failed to validate logger args: create stream: failed to"
            + " create Cloudwatch log stream: AccessDeniedException: User: u is not authorized to"
            + " perform: logs:CreateLogStream | the log driver cannot be started",
        "ResourceInitializationError: failed to validate logger args: : signal: killed |",
        "ResourceInitializationError: failed to download env files: AccessDenied: Access Denied |"
            + " the environment files cannot be read",
        "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes:"
            + " mount.nfs4: Connection reset by peer |",
        "CannotPullContainerError: ref pull: dial tcp: i/o timeout |",
      })
  void whatIsRefusedIsCalledByItsName(String reason, String hopeless) {
    assertThat(KnownReasons.hopeless(reason)).isEqualTo(Optional.ofNullable(hopeless));
  }
}
