package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.DeletedService;
import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupDoesNotExistException;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Finds resources of a deployment that have been deleted. Only a read that reports "not found"
 * counts: what cannot be read may exist.
 */
final class DeletedResources {
  private final CodeDeployClient codeDeploy;
  private final EcsClient ecs;
  private final Environment environment;

  DeletedResources(AwsSession session, Environment environment) {
    this.codeDeploy = session.briefClient(CodeDeployClient.builder());
    this.ecs = session.briefClient(EcsClient.builder());
    this.environment = environment;
  }

  /** Returns a sentence for each deleted resource; read once, without retries. */
  List<String> sentences() {
    return Stream.of(DeletedService.sentence(ecs, environment), group())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<String> group() {
    try {
      codeDeploy.getDeploymentGroup(
          r ->
              r.applicationName(environment.application())
                  .deploymentGroupName(environment.deploymentGroup()));
      return Optional.empty();
    } catch (ApplicationDoesNotExistException e) {
      return Optional.of(
          "CodeDeploy application " + environment.application() + " does not exist any more.");
    } catch (DeploymentGroupDoesNotExistException e) {
      return Optional.of(
          "Deployment group " + environment.deploymentGroup() + " does not exist any more.");
    } catch (SdkException e) {
      return Optional.empty();
    }
  }
}
