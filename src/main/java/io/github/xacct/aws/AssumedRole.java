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
 * The credentials of an assumed role. They are renewed before they expire, because a deployment may
 * take longer than the hour that a chained role's session lasts; while STS cannot be reached, the
 * old ones are used until they expire. Unlike the SDK's own provider, which relies on this
 * machine's clock, this one also renews them when AWS reports that the session has expired.
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
   * Assumes the environment's role, retrying for up to a minute.
   *
   * @throws XacctException if STS refuses, with a suggestion
   */
  static AssumedRole assume(
      AwsSession builder, Environment environment, String sessionName, Clock clock) {
    try {
      return builder.patience().ask(() -> ask(builder, environment, sessionName, clock));
    } catch (SdkException e) {
      throw refused(e, builder, environment);
    }
  }

  /**
   * Assumes the environment's role with one call; if STS refuses, the SDK's own exception is
   * thrown.
   */
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

  /** Assumes a role that no environment declares, such as an administrator's. */
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

  /** When the credentials expire. */
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

  /** Marks the credentials as expired if they are of this access key, whatever our clock shows. */
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
