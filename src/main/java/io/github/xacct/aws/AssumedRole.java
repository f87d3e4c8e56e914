package io.github.xacct.aws;

import io.github.xacct.advice.Advice;
import io.github.xacct.advice.Advice.Place;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * A role of the target account, assumed. The credentials are renewed before they run out, because a
 * deployment may take longer than the hour that a chained role's session lasts. While STS cannot be
 * reached the old ones serve as long as they are good. The SDK's own provider goes by this
 * machine's clock alone; this one also believes AWS when it says that a session has ended.
 */
public final class AssumedRole implements AwsCredentialsProvider {
  private static final String HELP = DocPage.ASSUME_ROLE_DENIED.toString();
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(20);

  private final StsClient sts;
  private final AssumeRoleRequest request;
  private final Clock clock;
  private AwsSessionCredentials credentials;
  private Instant expires;
  private Instant next = Instant.MIN;

  private AssumedRole(StsClient sts, AssumeRoleRequest request, Clock clock) {
    this.sts = sts;
    this.request = request;
    this.clock = clock;
    renew();
  }

  /**
   * Assumes the environment's role now.
   *
   * @throws XacctException if STS refuses, with what to look at
   */
  static AssumedRole assume(
      AwsSession builder, Environment environment, String sessionName, Clock clock) {
    try {
      return builder.patience().ask(() -> ask(builder, environment, sessionName, clock));
    } catch (SdkException e) {
      throw refused(e, builder, environment);
    }
  }

  /** The same, with the SDK's own exception if STS refuses. */
  public static AssumedRole ask(
      AwsSession builder, Environment environment, String sessionName, Clock clock) {
    var request =
        AssumeRoleRequest.builder()
            .roleArn(environment.role().orElseThrow().toString())
            .roleSessionName(sessionName)
            .externalId(environment.externalId().orElse(null));
    if (!environment.sessionTags().isEmpty()) {
      request.tags(
          environment.sessionTags().entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList());
    }
    return new AssumedRole(builder.client(StsClient.builder()), request.build(), clock);
  }

  /** Assumes a role of no environment, such as an administrator's. */
  static AssumedRole assume(AwsSession caller, RoleArn role, String sessionName, Clock clock) {
    var request =
        AssumeRoleRequest.builder().roleArn(role.toString()).roleSessionName(sessionName).build();
    try {
      return caller
          .patience()
          .ask(() -> new AssumedRole(caller.client(StsClient.builder()), request, clock));
    } catch (SdkException e) {
      throw administrator("Cannot assume role " + role + ".", e, caller);
    }
  }

  private static XacctException administrator(
      String problem, SdkException failure, AwsSession caller) {
    if (!(failure instanceof AwsServiceException e) || !AwsErrors.code(e).equals("AccessDenied")) {
      return AwsErrors.exception(problem, failure);
    }
    return AwsErrors.advised(
        AwsErrors.evidence(problem, e),
        Advice.on(
            Set.of(Place.ASSUME_ADMINISTRATOR),
            AwsErrors.words(e),
            Map.of("caller", CallerIdentity.principal(caller))));
  }

  /** Until when the credentials are good. */
  public synchronized Instant expires() {
    return expires;
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    Instant now = clock.instant();
    if (!now.isBefore(expires.minus(EARLY)) && !now.isBefore(next)) {
      next = now.plus(PAUSE);
      try {
        renew();
      } catch (SdkException e) {
        if (!now.isBefore(expires)) {
          throw e;
        }
      }
    }
    return credentials;
  }

  /** AWS says that these have run out, whatever our clock says. */
  synchronized void hasEnded(String accessKeyId) {
    if (credentials.accessKeyId().equals(accessKeyId)) {
      expires = Instant.MIN.plus(EARLY);
      next = Instant.MIN;
    }
  }

  private void renew() {
    var answer =
        AwsErrors.member("STS AssumeRole", "credentials", sts.assumeRole(request).credentials());
    credentials =
        AwsSessionCredentials.create(
            answer.accessKeyId(), answer.secretAccessKey(), answer.sessionToken());
    expires = answer.expiration();
  }

  private static XacctException refused(
      SdkException failure, AwsSession builder, Environment environment) {
    String problem =
        "Cannot assume role %s of environment %s."
            .formatted(environment.role().orElseThrow(), environment.name());
    if (!(failure instanceof AwsServiceException e)) {
      return AwsErrors.exception(problem, failure);
    }
    var advice =
        Advice.on(
            environment.externalId().isPresent()
                ? Set.of(Place.ASSUME_ROLE, Place.ASSUME_ROLE_WITH_EXTERNAL_ID)
                : Set.of(Place.ASSUME_ROLE),
            AwsErrors.words(e),
            Map.of(
                "caller",
                AwsErrors.code(e).equals("AccessDenied") ? CallerIdentity.principal(builder) : "",
                "environment",
                environment.name()));
    if (advice.isEmpty()) {
      return AwsErrors.exception(problem, failure);
    }
    var reported = AwsErrors.advised(AwsErrors.evidence(problem, e), advice);
    return AwsErrors.code(e).equals("AccessDenied") ? reported.suggestion(HELP) : reported;
  }
}
