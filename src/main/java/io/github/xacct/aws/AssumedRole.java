package io.github.xacct.aws;

import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * A role of the target account, assumed. The credentials are renewed before they run out, so that a
 * deployment may take longer than the hour that a chained role's session lasts.
 */
record AssumedRole(StsAssumeRoleCredentialsProvider provider, Instant expires)
    implements AutoCloseable {

  /**
   * Assumes the environment's role now.
   *
   * @throws XacctException if STS refuses, with what to look at
   */
  static AssumedRole assume(AwsSession builder, Environment environment, String sessionName) {
    var sts = builder.client(StsClient.builder());
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
    var provider =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request.build())
            .build();
    try {
      var credentials = provider.resolveCredentials();
      return new AssumedRole(
          provider, credentials.expirationTime().orElse(Instant.now().plusSeconds(3600)));
    } catch (AwsServiceException e) {
      provider.close();
      throw refused(e, builder, environment);
    }
  }

  AwsCredentialsProvider credentials() {
    return provider;
  }

  @Override
  public void close() {
    provider.close();
  }

  private static XacctException refused(
      AwsServiceException e, AwsSession builder, Environment environment) {
    String problem =
        "Cannot assume role "
            + environment.role().orElseThrow()
            + " of environment "
            + environment.name()
            + ".";
    if (!"AccessDenied".equals(AwsErrors.code(e))) {
      return AwsErrors.tell(problem, e);
    }
    String who = Identity.principal(builder);
    return AwsErrors.evidence(problem, e)
        .suggestion("allow " + who + " to sts:AssumeRole in that role's trust policy,")
        .suggestion("allow sts:AssumeRole on that role in the caller's own policy,")
        .suggestion(
            environment.externalId().isPresent()
                ? "and compare <externalId> with the trust policy's sts:ExternalId."
                : "and set <externalId> if the trust policy asks for sts:ExternalId.")
        .suggestion("README#assume-role-denied");
  }
}
