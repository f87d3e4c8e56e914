package io.github.xacct.aws.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.SdkJson;
import io.github.xacct.stack.EcsServiceState;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/** Reads and updates the settings of a stack's ECS service that CloudFormation cannot set. */
final class StackServices {
  private final AwsSession session;

  StackServices(AwsSession session) {
    this.session = session;
  }

  private EcsClient client() {
    return session.client(EcsClient.builder());
  }

  Optional<EcsServiceState> find(String cluster, String service) {
    return session.patiently(
        "Cannot read service " + service + ".",
        () -> {
          try {
            var answer = client().describeServices(r -> r.cluster(cluster).services(service));
            AwsErrors.member(
                "ECS DescribeServices",
                "services",
                answer.hasServices() || answer.hasFailures() ? answer : null);
            return answer.services().stream()
                .filter(found -> !"INACTIVE".equals(found.status()))
                .findFirst()
                .map(SdkJson::write)
                .map(
                    found ->
                        new EcsServiceState(
                            found.at("/deploymentController/type").asText("ECS"),
                            found.path("deploymentConfiguration")));
          } catch (ClusterNotFoundException e) {
            return Optional.<EcsServiceState>empty();
          }
        });
  }

  /** Updates only the deployment configuration, for which ECS starts no deployment. */
  void configure(String cluster, String service, JsonNode configuration) {
    var read = SdkJson.read((ObjectNode) configuration, DeploymentConfiguration.builder()).build();
    session.patiently(
        "Cannot set how ECS deploys service " + service + ".",
        () ->
            AwsErrors.member(
                "ECS UpdateService",
                "service",
                client()
                    .updateService(
                        r -> r.cluster(cluster).service(service).deploymentConfiguration(read))
                    .service()));
  }
}
