package io.github.xacct.aws.preflight;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/**
 * Deploys call by call without any check beforehand, and returns the result in one line: the
 * refused call, or the end of the deployment with ECS's messages.
 */
final class SetUpAttempt {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final RehearsedAws aws;
  private final String container;
  private final int port;
  private String strategy = "";
  private boolean untilRolledBack;

  /** Deploys on a capacity provider. */
  SetUpAttempt on(String provider) {
    strategy =
        ",\"CapacityProviderStrategy\":[{\"CapacityProvider\":\"%s\",\"Base\":0,\"Weight\":1}]"
            .formatted(provider);
    return this;
  }

  /** Waits for the rollback of a deployment that fails; the result then reports whether it came. */
  SetUpAttempt untilRolledBack() {
    untilRolledBack = true;
    return this;
  }

  SetUpAttempt(RehearsedAws aws) {
    this(aws, "web", 8080);
  }

  /** Deploys with another container behind the load balancer in the AppSpec. */
  SetUpAttempt(RehearsedAws aws, String container, int port) {
    this.aws = aws;
    this.container = container;
    this.port = port;
  }

  String deploy(ImageReference image) {
    return told(
        () -> {
          try (var builder = aws.builder()) {
            builder
                .client(EcrClient.builder())
                .describeImages(
                    r ->
                        r.registryId("111111111111")
                            .repositoryName("team/demo")
                            .imageIds(
                                ImageIdentifier.builder()
                                    .imageDigest(image.digest().value())
                                    .build()));
          }
          try (var target = entered()) {
            return deploy(target, register(target, image));
          }
        });
  }

  /** Deploys an existing task definition, as a rollback does. */
  String redeploy(String taskDefinition) {
    return told(
        () -> {
          try (var target = entered()) {
            return deploy(target, taskDefinition);
          }
        });
  }

  private AwsSession entered() {
    return aws.enter();
  }

  String register(AwsSession target, ImageReference image) {
    var ecs = target.client(EcsClient.builder());
    ecs.describeServices(r -> r.cluster("apps").services("demo"));
    return new EcsTaskDefinitions(target).register(aws.taskDefinition(image)).arn();
  }

  private String deploy(AwsSession target, String taskDefinition) {
    var codeDeploy = target.client(CodeDeployClient.builder());
    String appSpec =
        """
        {"version":"0.0","Resources":[{"TargetService":{"Type":"AWS::ECS::Service","Properties":
        {"TaskDefinition":"%s","LoadBalancerInfo":{"ContainerName":"%s","ContainerPort":%d}%s}}}],
        "Hooks":[{"AfterInstall":"check-it"}]}
        """
            .formatted(taskDefinition, container, port, strategy);
    String id =
        codeDeploy
            .createDeployment(
                r ->
                    r.applicationName("demo-app")
                        .deploymentGroupName("demo-group")
                        .revision(
                            l ->
                                l.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                    .appSpecContent(c -> c.content(appSpec))))
            .deploymentId();
    return ended(target, codeDeploy, id);
  }

  private String ended(AwsSession target, CodeDeployClient codeDeploy, String id) {
    var ecs = target.client(EcsClient.builder());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var now = codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
      var service =
          ecs.describeServices(r -> r.cluster("apps").services("demo")).services().stream();
      String told =
          now.statusAsString()
              + " "
              + error(now)
              + service.map(SetUpAttempt::told).collect(Collectors.joining());
      boolean ill = told.contains("is unhealthy in");
      if (now.completeTime() != null || ill) {
        return told + events(codeDeploy, id) + (untilRolledBack ? rollback(codeDeploy, id) : "");
      }
      if (System.nanoTime() > deadline) {
        return "no end: " + told;
      }
      pause();
    }
  }

  private static String error(DeploymentInfo deployment) {
    var error = deployment.errorInformation();
    return error == null ? "" : error.codeAsString() + " " + error.message() + " ";
  }

  private static String told(Service service) {
    List<String> events = service.events().stream().map(ServiceEvent::message).toList();
    return "running " + service.runningCount() + " " + events;
  }

  private static String events(CodeDeployClient codeDeploy, String id) {
    var ids = codeDeploy.listDeploymentTargets(r -> r.deploymentId(id)).targetIds();
    var targets = codeDeploy.batchGetDeploymentTargets(r -> r.deploymentId(id).targetIds(ids));
    return targets.deploymentTargets().get(0).ecsTarget().lifecycleEvents().stream()
        .map(e -> e.lifecycleEventName() + "=" + e.statusAsString())
        .toList()
        .toString();
  }

  /** Returns the rollback's ID, which appears a moment after the end of the deployment. */
  private static String rollback(CodeDeployClient codeDeploy, String id) {
    int tries = 200;
    for (int i = 0; i < tries; i++) {
      var info = codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
      tries = info.autoRollbackConfiguration().enabled() ? tries : 10; // none will come
      if (info.rollbackInfo() != null && info.rollbackInfo().rollbackDeploymentId() != null) {
        return " rolled back";
      }
      pause();
    }
    return " not rolled back";
  }

  private static String told(Supplier<String> attempt) {
    try {
      return attempt.get();
    } catch (AwsServiceException e) {
      return e.awsErrorDetails().errorCode() + " " + e.getMessage();
    } catch (XacctException e) {
      return e.getMessage();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
