package io.github.xacct.aws;

import io.github.xacct.deploy.port.Sleeper;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** Creates real access by another HTTP client: the SDK retries as usual, but never sleeps. */
public final class AccessOver {
  private AccessOver() {}

  public static AwsAccess wire(
      SdkHttpClient wire, String accessKeyId, Clock clock, Sleeper sleeper) {
    return AwsAccess.over(
        wire,
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret")),
        new PatientCalls(clock, sleeper),
        () ->
            AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build());
  }
}
