package io.github.xacct.aws.codedeploy;

import io.github.xacct.model.Region;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/**
 * Builds URLs of the AWS console: each partition has its own console; other endpoints have none.
 */
public final class ConsolePages {
  /**
   * Console hosts by partition. Source: the consoles' own pages; other partitions have no URL here.
   */
  private static final Map<String, String> CONSOLES =
      Map.of(
          "aws", "console.aws.amazon.com",
          "aws-cn", "console.amazonaws.cn",
          "aws-us-gov", "console.amazonaws-us-gov.com",
          "aws-iso", "console.c2shome.ic.gov",
          "aws-iso-b", "console.sc2shome.sgov.gov");

  /** The suffixes of AWS's own endpoints. Source: the AWS SDK's metadata of partitions. */
  private static final List<String> AWS =
      List.of(
          ".amazonaws.com",
          ".amazonaws.com.cn",
          ".amazonaws.eu",
          ".api.aws",
          ".api.amazonwebservices.com.cn",
          ".c2s.ic.gov",
          ".sc2s.sgov.gov",
          ".cloud.adc-e.uk",
          ".csp.hci.ic.gov");

  private ConsolePages() {}

  /** Returns the URL of a CodeDeploy deployment; empty if there is no known console. */
  public static Optional<String> deployment(String id, Region region, Optional<URI> endpoint) {
    return foreign(endpoint).isPresent()
        ? Optional.empty()
        : Optional.ofNullable(CONSOLES.get(region.partition()))
            .map(
                console ->
                    "https://%s.%s/codesuite/codedeploy/deployments/%s?region=%s"
                        .formatted(region, console, id, region));
  }

  /** Returns the URL of an ECS service deployment; empty if there is no known console. */
  public static Optional<String> serviceDeployment(
      String id, String cluster, String service, Region region, Optional<URI> endpoint) {
    return foreign(endpoint).isPresent()
        ? Optional.empty()
        : Optional.ofNullable(CONSOLES.get(region.partition()))
            .map(
                console ->
                    "https://%s.%s/ecs/v2/clusters/%s/services/%s/deployments/%s?region=%s"
                        .formatted(region, console, cluster, service, id, region));
  }

  /**
   * Returns the overridden endpoint of a client, such as by AWS_ENDPOINT_URL; empty if there is
   * none.
   */
  public static Optional<URI> endpoint(SdkClient client) {
    return client.serviceClientConfiguration().endpointOverride();
  }

  /** Returns the endpoint if it is not one of AWS's. */
  public static Optional<URI> foreign(Optional<URI> endpoint) {
    return endpoint.filter(
        uri -> {
          String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
          return AWS.stream().noneMatch(host::endsWith);
        });
  }
}
