package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * A rehearsal with a service of the ECS deployment controller, used by the deploy role over the
 * wire. Its tasks are placeholder pages, which start immediately.
 */
public final class ServiceDeploymentStage implements AutoCloseable {
  public static final AccountRegion PLACE =
      new AccountRegion(new AccountId(CoreFixture.TARGET), new Region("eu-central-1"));

  public final CoreFixture aws;
  public final EcsClient ecs;
  public final ElasticLoadBalancingV2Client elb;

  public ServiceDeploymentStage(Path folder, EcsDeployment how, Fault... faults) {
    this(plan(folder, how, faults));
  }

  public ServiceDeploymentStage(RehearsalPlan plan) {
    aws = new CoreFixture(plan);
    ecs = aws.client(EcsClient.builder(), aws.assumedRole());
    elb = aws.client(ElasticLoadBalancingV2Client.builder(), aws.assumedRole());
  }

  public static RehearsalPlan plan(Path folder, EcsDeployment how, Fault... faults) {
    var target = new AccountId(CoreFixture.TARGET);
    return RehearsalPlan.in(folder)
        .service(
            RehearsedServiceBuilder.named("test", target, "demo")
                .role(
                    Optional.of(RoleArn.parse(CoreFixture.ROLE, "aws", target)),
                    Optional.of("ext-1"))
                .container("app", 8080, "/health")
                .needs(new Needs(Set.of(), Set.of(), Set.of("check-it")))
                .deployedByEcs(how)
                .build())
        .minute(Duration.ofMillis(20))
        .faults(Set.of(faults))
        .build();
  }

  /** Registers one more revision and returns its ARN. */
  public String register() {
    return ecs.registerTaskDefinition(
            r ->
                r.family("demo")
                    .networkMode(NetworkMode.AWSVPC)
                    .cpu("256")
                    .memory("512")
                    .requiresCompatibilitiesWithStrings("FARGATE")
                    .containerDefinitions(
                        ContainerDefinition.builder()
                            .name("app")
                            .image("placeholder")
                            .portMappings(PortMapping.builder().containerPort(8080).build())
                            .build()))
        .taskDefinition()
        .taskDefinitionArn();
  }

  /** Starts a deployment of one more revision and returns its ARN. */
  public String deploy() {
    return deploy(register());
  }

  public String deploy(String taskDefinition) {
    ecs.updateService(r -> r.cluster("demo").service("demo").taskDefinition(taskDefinition));
    return newest();
  }

  public String newest() {
    return ecs.listServiceDeployments(r -> r.cluster("demo").service("demo"))
        .serviceDeployments()
        .get(0)
        .serviceDeploymentArn();
  }

  public ServiceDeployment look(String arn) {
    return ecs.describeServiceDeployments(r -> r.serviceDeploymentArns(arn))
        .serviceDeployments()
        .get(0);
  }

  public Service service() {
    return ecs.describeServices(r -> r.cluster("demo").services("demo")).services().get(0);
  }

  public ServiceDeployment await(String arn, Predicate<ServiceDeployment> condition) {
    Stage.awaitThat(() -> condition.test(look(arn)), () -> look(arn).toString());
    return look(arn);
  }

  public ServiceDeployment awaitEnd(String arn, ServiceDeploymentStatus status) {
    return await(arn, d -> d.status() == status);
  }

  /** Returns the hook that waits for ContinueServiceDeployment. */
  public DeploymentLifecycleHookDetail pause(String arn) {
    return await(arn, d -> waiting(d).isPresent()).lifecycleHookDetails().get(0);
  }

  private static Optional<DeploymentLifecycleHookDetail> waiting(ServiceDeployment d) {
    return d.lifecycleHookDetails().stream()
        .filter(h -> h.statusAsString().equals("AWAITING_ACTION"))
        .findFirst();
  }

  public void edit(String type, String id, Consumer<ObjectNode> change) {
    aws.rehearsal.store().edit(PLACE, type, id, change);
    aws.rehearsal.resourcesChanged();
  }

  @Override
  public void close() throws Exception {
    aws.close();
  }
}
