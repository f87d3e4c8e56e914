package io.github.xacct.aws.ecr;

import io.github.xacct.model.Region;
import java.net.URI;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;

/** The endpoint that the SDK's ECR client would use, by the SDK's own rules. */
final class EcrEndpoint {
  private EcrEndpoint() {}

  static URI in(Region region) {
    return EcrEndpointProvider.defaultProvider()
        .resolveEndpoint(
            where ->
                where
                    .region(software.amazon.awssdk.regions.Region.of(region.id()))
                    .useFips(isFips())
                    .useDualStack(isDualstack()))
        .join()
        .endpointUrl()
        .toUri();
  }

  private static boolean isFips() {
    return FipsEnabledProvider.builder()
        .profileFile(ProfileFile::defaultProfileFile)
        .build()
        .isFipsEnabled()
        .orElse(false);
  }

  private static boolean isDualstack() {
    return DualstackEnabledProvider.builder()
        .profileFile(ProfileFile::defaultProfileFile)
        .build()
        .isDualstackEnabled()
        .orElse(false);
  }
}
