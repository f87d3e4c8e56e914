package io.github.xacct.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.xacct.deploy.Sleeper;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.CloudFormation;
import io.github.xacct.stack.ResourceDrift;
import io.github.xacct.stack.Stack;
import io.github.xacct.stack.StackEvent;
import io.github.xacct.stack.StackState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.OnStackFailure;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.PropertyDifference;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/** CloudFormation of one account and region, through the SDK. */
public final class Stacks implements CloudFormation {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AwsSession session;
  private final CloudFormationClient client;
  private final Sleeper sleeper;

  /** In the account that the session's credentials belong to. */
  public Stacks(AwsSession session, Sleeper sleeper) {
    this.session = session;
    this.client = session.client(CloudFormationClient.builder());
    this.sleeper = sleeper;
  }

  @Override
  public String caller() {
    return AwsErrors.call(
        "Cannot find out whose credentials these are.",
        () -> session.client(StsClient.builder()).getCallerIdentity().arn());
  }

  @Override
  public Optional<StackState> look(String nameOrId) {
    return AwsErrors.call(
        "Cannot look at stack " + nameOrId + ".",
        () -> {
          try {
            return client.describeStacks(r -> r.stackName(nameOrId)).stacks().stream()
                .findFirst()
                .map(Stacks::state);
          } catch (CloudFormationException e) {
            // ValidationError is for everything that is wrong; only its text says what.
            if (e.awsErrorDetails().errorMessage().contains("does not exist")) {
              return Optional.<StackState>empty();
            }
            throw e;
          }
        });
  }

  @Override
  public ChangeSet prepare(Stack stack, Map<String, String> parameters, boolean first) {
    return AwsErrors.call(
        "Cannot make a change set for stack " + stack.name() + ".",
        () -> {
          var made =
              client.createChangeSet(
                  r ->
                      r.stackName(stack.name())
                          .changeSetName("xacct-" + UUID.randomUUID())
                          .changeSetType(first ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                          .templateBody(stack.template().text())
                          .parameters(parameters(parameters))
                          .capabilities(Capability.CAPABILITY_NAMED_IAM)
                          // What destroy left, such as images, belongs to the stack again.
                          .importExistingResources(first)
                          .onStackFailure(first ? OnStackFailure.DELETE : null));
          return whenReady(
              new ChangeSet(stack, made.id(), made.stackId(), first, parameters, List.of()));
        });
  }

  private ChangeSet whenReady(ChangeSet set) {
    while (true) {
      var answer =
          client.describeChangeSet(
              r -> r.changeSetName(set.id()).stackName(set.stackId()).includePropertyValues(true));
      if (answer.status() == ChangeSetStatus.CREATE_COMPLETE) {
        return with(set, changes(set, answer));
      }
      if (answer.status() == ChangeSetStatus.FAILED) {
        abandon(set);
        if (saysNothingChanges(answer.statusReason())) {
          return with(set, List.of());
        }
        throw XacctException.yours(
                "CloudFormation refuses the change set for stack "
                    + set.stack().name()
                    + " in "
                    + set.stack().place()
                    + ".")
            .evidence("AWS said: " + answer.statusReason())
            .suggestion("correct what AWS names; nothing was changed.");
      }
      pause();
    }
  }

  private static boolean saysNothingChanges(String reason) {
    return reason != null
        && (reason.contains("didn't contain changes") || reason.contains("No updates"));
  }

  private List<ChangeSet.Change> changes(ChangeSet set, DescribeChangeSetResponse first) {
    var changes = new ArrayList<ChangeSet.Change>();
    var page = first;
    while (true) {
      page.changes().stream().map(Change::resourceChange).map(Stacks::change).forEach(changes::add);
      String next = page.nextToken();
      if (next == null) {
        return List.copyOf(changes);
      }
      page =
          client.describeChangeSet(
              r ->
                  r.changeSetName(set.id())
                      .stackName(set.stackId())
                      .includePropertyValues(true)
                      .nextToken(next));
    }
  }

  private static ChangeSet with(ChangeSet set, List<ChangeSet.Change> changes) {
    return new ChangeSet(
        set.stack(), set.id(), set.stackId(), set.first(), set.parameters(), changes);
  }

  private static ChangeSet.Change change(ResourceChange change) {
    return new ChangeSet.Change(
        change.actionAsString(),
        change.logicalResourceId(),
        change.resourceType(),
        Optional.ofNullable(change.replacementAsString()).orElse(""),
        change.details().stream()
            .map(detail -> detail.target())
            .map(target -> Optional.ofNullable(target.name()).orElse(target.attributeAsString()))
            .collect(Collectors.toCollection(TreeSet::new)),
        properties(change.beforeContext()),
        properties(change.afterContext()));
  }

  private static JsonNode properties(String context) {
    try {
      return context == null
          ? MissingNode.getInstance()
          : JSON.readTree(context).path("Properties");
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void discard(ChangeSet set) {
    AwsErrors.call(
        "Cannot delete the change set of stack " + set.stack().name() + ".",
        () -> client.deleteChangeSet(r -> r.changeSetName(set.id()).stackName(set.stackId())));
  }

  @Override
  public void abandon(ChangeSet set) {
    discard(set);
    if (set.first()) {
      AwsErrors.call(
          "Cannot delete the empty stack " + set.stack().name() + ".",
          () -> client.deleteStack(r -> r.stackName(set.stackId())));
    }
  }

  @Override
  public void execute(ChangeSet set) {
    AwsErrors.call(
        "Cannot execute the change set of stack " + set.stack().name() + ".",
        () -> client.executeChangeSet(r -> r.changeSetName(set.id()).stackName(set.stackId())));
  }

  @Override
  public List<StackEvent> events(String stackId, Optional<String> since) {
    return AwsErrors.call(
        "Cannot read the events of stack " + stackId + ".",
        () -> {
          var events = new ArrayList<StackEvent>();
          for (var event :
              client.describeStackEventsPaginator(r -> r.stackName(stackId)).stackEvents()) {
            if (since.isPresent() && since.get().equals(event.eventId())) {
              break;
            }
            events.add(
                new StackEvent(
                    event.eventId(),
                    event.logicalResourceId(),
                    orEmpty(event.physicalResourceId()),
                    orEmpty(event.resourceType()),
                    event.resourceStatusAsString(),
                    orEmpty(event.resourceStatusReason())));
          }
          return events;
        });
  }

  @Override
  public void protect(String name, Optional<String> stackPolicy) {
    AwsErrors.call(
        "Cannot protect stack " + name + ".",
        () -> {
          stackPolicy.ifPresent(
              policy -> client.setStackPolicy(r -> r.stackName(name).stackPolicyBody(policy)));
          return client.updateTerminationProtection(
              r -> r.stackName(name).enableTerminationProtection(true));
        });
  }

  @Override
  public void delete(String name) {
    AwsErrors.call(
        "Cannot delete stack " + name + ".",
        () -> {
          client.updateTerminationProtection(
              r -> r.stackName(name).enableTerminationProtection(false));
          return client.deleteStack(r -> r.stackName(name));
        });
  }

  @Override
  public String detectDrift(String name) {
    return AwsErrors.call(
        "Cannot compare stack " + name + " with what stands.",
        () -> client.detectStackDrift(r -> r.stackName(name)).stackDriftDetectionId());
  }

  @Override
  public Optional<String> driftDetected(String detectionId) {
    var status =
        AwsErrors.call(
            "Cannot ask what became of a drift detection.",
            () ->
                client.describeStackDriftDetectionStatus(
                    r -> r.stackDriftDetectionId(detectionId)));
    return switch (status.detectionStatus()) {
      case DETECTION_IN_PROGRESS -> Optional.empty();
      case DETECTION_FAILED -> Optional.of(orEmpty(status.detectionStatusReason()));
      default -> Optional.of("");
    };
  }

  @Override
  public List<ResourceDrift> drifts(String name) {
    return AwsErrors.call(
        "Cannot read the drift of stack " + name + ".",
        () ->
            client
                .describeStackResourceDriftsPaginator(
                    r ->
                        r.stackName(name)
                            .stackResourceDriftStatusFilters(
                                StackResourceDriftStatus.MODIFIED,
                                StackResourceDriftStatus.DELETED))
                .stream()
                .flatMap(page -> page.stackResourceDrifts().stream())
                .map(Stacks::drift)
                .toList());
  }

  @Override
  public void stopTasks(String cluster, String service) {
    AwsErrors.call(
        "Cannot let service " + service + " run no task.",
        () -> {
          try {
            return session
                .client(EcsClient.builder())
                .updateService(r -> r.cluster(cluster).service(service).desiredCount(0));
          } catch (ClusterNotFoundException
              | ServiceNotFoundException
              | ServiceNotActiveException e) {
            return e;
          }
        });
  }

  private static ResourceDrift drift(StackResourceDrift drift) {
    return new ResourceDrift(
        drift.logicalResourceId(),
        orEmpty(drift.physicalResourceId()),
        drift.resourceType(),
        drift.stackResourceDriftStatusAsString(),
        drift.propertyDifferences().stream().map(Stacks::difference).toList());
  }

  private static ResourceDrift.Difference difference(PropertyDifference difference) {
    return new ResourceDrift.Difference(
        difference.propertyPath(),
        orEmpty(difference.expectedValue()),
        orEmpty(difference.actualValue()));
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
        Boolean.TRUE.equals(s.enableTerminationProtection()));
  }

  private static List<Parameter> parameters(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> Parameter.builder().parameterKey(e.getKey()).parameterValue(e.getValue()).build())
        .toList();
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private void pause() {
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a change set was made", e);
    }
  }
}
