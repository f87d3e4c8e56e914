package io.github.xacct.aws.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Ec2Network;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.json.Json;
import io.github.xacct.network.Network;
import io.github.xacct.network.Reading;
import io.github.xacct.network.ServerCertificate;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.CloudFormation;
import io.github.xacct.stack.EcsServiceState;
import io.github.xacct.stack.ResourceDrift;
import io.github.xacct.stack.StackEvent;
import io.github.xacct.stack.StackState;
import io.github.xacct.stack.plan.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/** Calls CloudFormation in one account and region through the SDK. */
public final class Stacks implements CloudFormation {
  private final AwsSession session;
  private final CloudFormationClient client;
  private final StackChangeSets changeSets;
  private final StackDrifts drifts;
  private final StackIdentities identities;

  /** Calls CloudFormation with this session. */
  public Stacks(AwsSession session, Sleeper sleeper) {
    this.session = session;
    this.client = session.client(CloudFormationClient.builder());
    this.changeSets = new StackChangeSets(session, client, sleeper);
    this.drifts = new StackDrifts(session, client);
    this.identities = new StackIdentities(session);
  }

  @Override
  public String caller() {
    return session.patiently(
        "Cannot read the caller's identity from STS.",
        () ->
            AwsErrors.member(
                "STS GetCallerIdentity",
                "Arn",
                session.client(StsClient.builder()).getCallerIdentity().arn()));
  }

  @Override
  public Reading<Network> network(String vpc, List<String> subnets) {
    return new Ec2Network(session).of(vpc, subnets);
  }

  @Override
  public Reading<ServerCertificate> certificate(String arn) {
    var input = Json.object().put("CertificateArn", arn);
    try {
      var answer = session.patience().askBriefly(() -> session.acm().describe(input));
      return Reading.of(new ServerCertificate(answer.path("Certificate")));
    } catch (AwsServiceException e) {
      if (AwsErrors.code(e).startsWith("AccessDenied") || AwsErrors.mayPass(e)) {
        return Reading.unknown(AwsErrors.words(e));
      }
      throw AwsErrors.exception("Cannot read certificate " + arn + ".", e)
          .suggestion("correct <stackParameters>: CertificateArn. Nothing was changed.");
    } catch (SdkException e) {
      return Reading.unknown(AwsErrors.words(e));
    }
  }

  @Override
  public Reading<String> keyState(String arn) {
    try {
      return Reading.of(session.patience().askBriefly(() -> session.kms().state(arn)));
    } catch (AwsServiceException e) {
      return AwsErrors.code(e).equals("NotFoundException")
          ? Reading.of("Deleted")
          : Reading.unknown(AwsErrors.words(e));
    } catch (SdkException e) {
      return Reading.unknown(AwsErrors.words(e));
    }
  }

  @Override
  public Optional<StackState> look(String nameOrId) {
    return session.patiently(
        "Cannot read stack " + nameOrId + ".",
        () -> {
          try {
            var found =
                client.describeStacksPaginator(r -> r.stackName(nameOrId)).stacks().stream();
            // CloudFormation answers a missing stack with an error, never with an empty list.
            return Optional.of(
                state(
                    AwsErrors.member(
                        "CloudFormation DescribeStacks",
                        "Stacks",
                        found.findFirst().orElse(null))));
          } catch (CloudFormationException e) {
            // ValidationError has many causes; only its message identifies this one.
            if (AwsErrors.words(e).contains("does not exist")) {
              return Optional.<StackState>empty();
            }
            throw e;
          }
        });
  }

  @Override
  public boolean hasLinkedRole(String name) {
    return identities.hasLinkedRole(name);
  }

  @Override
  public Reading<Boolean> hasIdentityProvider(String arn) {
    return identities.hasIdentityProvider(arn);
  }

  @Override
  public void createLinkedRole(String service) {
    identities.createLinkedRole(service);
  }

  @Override
  public ChangeSet prepare(Stack stack, Map<String, String> parameters, boolean first) {
    return changeSets.prepare(stack, parameters, first);
  }

  @Override
  public ChangeSet prepareDriftRevert(Stack stack, Map<String, String> parameters) {
    return changeSets.prepareDriftRevert(stack, parameters);
  }

  @Override
  public Optional<String> discard(ChangeSet set) {
    return changeSets.discard(set);
  }

  @Override
  public Optional<String> abandon(ChangeSet set) {
    return changeSets.abandon(set);
  }

  @Override
  public void execute(ChangeSet set) {
    changeSets.execute(set);
  }

  @Override
  public List<StackEvent> events(String stackId, Optional<String> since) {
    return session.patiently(
        "Cannot read the events of stack " + stackId + ".",
        () -> {
          var events = new ArrayList<StackEvent>();
          for (var page : client.describeStackEventsPaginator(r -> r.stackName(stackId))) {
            // Every stack has at least one event.
            AwsErrors.member(
                "CloudFormation DescribeStackEvents",
                "StackEvents",
                page.hasStackEvents() ? page : null);
            for (var event : page.stackEvents()) {
              if (since.isPresent() && since.get().equals(event.eventId())) {
                return events;
              }
              events.add(event(event));
            }
          }
          return events;
        });
  }

  private static StackEvent event(
      software.amazon.awssdk.services.cloudformation.model.StackEvent event) {
    return new StackEvent(
        event.eventId(),
        event.logicalResourceId(),
        orEmpty(event.physicalResourceId()),
        orEmpty(event.resourceType()),
        event.resourceStatusAsString(),
        orEmpty(event.resourceStatusReason()));
  }

  @Override
  public void protect(String name, Optional<String> stackPolicy) {
    session.patiently(
        "Cannot protect stack " + name + ".",
        () -> {
          stackPolicy.ifPresent(
              policy -> client.setStackPolicy(r -> r.stackName(name).stackPolicyBody(policy)));
          return protection(name, true);
        });
  }

  private static String name(String stackId) {
    return stackId.replaceFirst(".*:stack/([^/]+)/.*", "$1");
  }

  private String protection(String name, boolean on) {
    return AwsErrors.member(
        "CloudFormation UpdateTerminationProtection",
        "StackId",
        client
            .updateTerminationProtection(r -> r.stackName(name).enableTerminationProtection(on))
            .stackId());
  }

  @Override
  public void delete(String stackId) {
    session.patiently(
        "Cannot disable the termination protection of stack " + name(stackId) + ".",
        () -> protection(stackId, false));
    session.patiently(
        "Cannot delete stack " + name(stackId) + ".",
        () -> client.deleteStack(r -> r.stackName(stackId)));
  }

  @Override
  public String detectDrift(String name) {
    return drifts.detect(name);
  }

  @Override
  public Optional<String> driftDetected(String detectionId) {
    return drifts.detected(detectionId);
  }

  @Override
  public List<ResourceDrift> drifts(String name) {
    return drifts.of(name);
  }

  @Override
  public Optional<EcsServiceState> service(String cluster, String service) {
    return new StackServices(session).find(cluster, service);
  }

  @Override
  public void configure(String cluster, String service, JsonNode configuration) {
    new StackServices(session).configure(cluster, service, configuration);
  }

  @Override
  public void stopTasks(String cluster, String service) {
    session.briefly(
        "Cannot set the desired count of service " + service + " to 0.",
        () -> {
          try {
            return session
                .briefClient(EcsClient.builder())
                .updateService(r -> r.cluster(cluster).service(service).desiredCount(0));
          } catch (ClusterNotFoundException
              | ServiceNotFoundException
              | ServiceNotActiveException e) {
            return e;
          }
        });
  }

  private static StackState state(software.amazon.awssdk.services.cloudformation.model.Stack s) {
    return new StackState(
        s.stackName(),
        s.stackId(),
        s.stackStatusAsString(),
        orEmpty(s.stackStatusReason()),
        s.parameters().stream()
            .collect(Collectors.toMap(Parameter::parameterKey, p -> orEmpty(p.parameterValue()))),
        s.outputs().stream()
            .collect(Collectors.toMap(Output::outputKey, o -> orEmpty(o.outputValue()))),
        s.tags().stream().collect(Collectors.toMap(Tag::key, t -> orEmpty(t.value()))),
        Boolean.TRUE.equals(s.enableTerminationProtection()));
  }

  static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
