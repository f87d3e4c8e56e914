package io.github.xacct.aws.cloudformation;

import io.github.xacct.advice.Advice;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.plan.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeploymentMode;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.OnStackFailure;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Creates, reads, executes and deletes change sets. */
final class StackChangeSets {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final long MOST_LOOKS = Duration.ofMinutes(30).dividedBy(POLL);

  private final AwsSession session;
  private final CloudFormationClient client;
  private final Sleeper sleeper;
  private final DescribedChangeSets described;

  StackChangeSets(AwsSession session, CloudFormationClient client, Sleeper sleeper) {
    this.session = session;
    this.client = client;
    this.sleeper = sleeper;
    this.described = new DescribedChangeSets(session, client);
  }

  ChangeSet prepare(Stack stack, Map<String, String> parameters, boolean first) {
    return create(
        stack,
        parameters,
        first,
        request ->
            request
                .changeSetType(first ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                // Resources that destroy retained, such as the repository, become the stack's
                // again.
                .importExistingResources(first)
                .onStackFailure(first ? OnStackFailure.DELETE : null));
  }

  /**
   * Creates a change set that reverts drift. Source: CloudFormation user guide, "Using drift-aware
   * change sets".
   */
  ChangeSet prepareDriftRevert(Stack stack, Map<String, String> parameters) {
    return create(
        stack,
        parameters,
        false,
        request ->
            request
                .changeSetType(ChangeSetType.UPDATE)
                .deploymentMode(DeploymentMode.REVERT_DRIFT));
  }

  private ChangeSet create(
      Stack stack,
      Map<String, String> parameters,
      boolean first,
      Consumer<CreateChangeSetRequest.Builder> kind) {
    var request =
        CreateChangeSetRequest.builder()
            .stackName(stack.name())
            .changeSetName("xacct-" + UUID.randomUUID())
            .templateBody(stack.template().textFor(parameters))
            .parameters(parameters(parameters))
            .capabilities(Capability.CAPABILITY_NAMED_IAM);
    // An empty list removes all tags; no list leaves them unchanged.
    stack.tags(first).ifPresent(tags -> request.tags(tags(tags)));
    kind.accept(request);
    var made =
        session.patiently(
            "Cannot create a change set for stack " + stack.name() + ".",
            () -> createOnce(request.build()));
    return whenReady(new ChangeSet(stack, made.id(), made.stackId(), first, parameters, List.of()));
  }

  /** The ARNs of a change set and its stack. */
  private record Made(String id, String stackId) {
    private Made {
      AwsErrors.member("CloudFormation CreateChangeSet", "Id", id);
      AwsErrors.member("CloudFormation CreateChangeSet", "StackId", stackId);
    }
  }

  /** The change set already exists if the response to an earlier attempt was lost. */
  private Made createOnce(CreateChangeSetRequest request) {
    try {
      var answer = client.createChangeSet(request);
      return new Made(answer.id(), answer.stackId());
    } catch (AlreadyExistsException e) {
      var there =
          client.describeChangeSet(
              r -> r.changeSetName(request.changeSetName()).stackName(request.stackName()));
      return new Made(there.changeSetId(), there.stackId());
    }
  }

  private ChangeSet whenReady(ChangeSet set) {
    for (long looks = 0; looks < MOST_LOOKS; looks++) {
      var answer = described.of(set);
      if (answer.status() == ChangeSetStatus.CREATE_COMPLETE) {
        return with(set, described.changes(set, answer));
      }
      if (answer.status() == ChangeSetStatus.FAILED) {
        abandon(set);
        if (saysNothingChanges(answer.statusReason())) {
          return with(set, List.of());
        }
        throw AwsErrors.advised(
            XacctException.yours(
                    "CloudFormation refuses the change set for stack %s in %s."
                        .formatted(set.stack().name(), set.stack().place()))
                .evidence("AWS said: " + answer.statusReason()),
            Advice.on(Advice.Place.CHANGE_SET, String.valueOf(answer.statusReason())));
      }
      pause();
    }
    throw XacctException.ours(
            "CloudFormation has not finished the change set for stack "
                + set.stack().name()
                + " within half an hour.")
        .evidence("It is " + set.id() + ". Nothing of the stack was changed.")
        .suggestion("run the same command again.");
  }

  private static boolean saysNothingChanges(String reason) {
    return reason != null
        && (reason.contains("didn't contain changes") || reason.contains("No updates"));
  }

  private static ChangeSet with(ChangeSet set, List<ChangeSet.Change> changes) {
    return new ChangeSet(
        set.stack(), set.id(), set.stackId(), set.first(), set.parameters(), changes);
  }

  Optional<String> discard(ChangeSet set) {
    return tidiedUp(
        () -> {
          try {
            session
                .briefClient(CloudFormationClient.builder())
                .deleteChangeSet(r -> r.changeSetName(set.id()).stackName(set.stackId()));
          } catch (ChangeSetNotFoundException e) {
            return true; // the answer to an earlier attempt was lost
          }
          return true;
        });
  }

  Optional<String> abandon(ChangeSet set) {
    var left = discard(set);
    return left.isPresent() || !set.first() ? left : tidiedUp(() -> deleteIfEmpty(set));
  }

  /** Deletes the stack only if it has no other change set: another run may have created it too. */
  private boolean deleteIfEmpty(ChangeSet set) {
    var brief = session.briefClient(CloudFormationClient.builder());
    boolean empty =
        brief.describeStacksPaginator(r -> r.stackName(set.stackId())).stacks().stream()
            .anyMatch(stack -> stack.stackStatus() == StackStatus.REVIEW_IN_PROGRESS);
    boolean alone =
        brief.listChangeSetsPaginator(r -> r.stackName(set.stackId())).stream()
            .allMatch(page -> page.hasSummaries() && page.summaries().isEmpty());
    if (empty && alone) {
      brief.deleteStack(r -> r.stackName(set.stackId()));
    }
    return true;
  }

  private Optional<String> tidiedUp(Supplier<?> call) {
    try {
      session.briefly("Cannot tidy up.", call);
      return Optional.empty();
    } catch (XacctException e) {
      return Optional.of(String.join("; ", e.evidence()));
    }
  }

  void execute(ChangeSet set) {
    session.patiently(
        "Cannot execute the change set of stack " + set.stack().name() + ".",
        () -> {
          try {
            client.executeChangeSet(r -> r.changeSetName(set.id()).stackName(set.stackId()));
          } catch (InvalidChangeSetStatusException e) {
            refuseUnlessBegun(set, e);
          }
          return true;
        });
  }

  /** Ignores the refusal if an earlier attempt whose response was lost has begun the execution. */
  private void refuseUnlessBegun(ChangeSet set, InvalidChangeSetStatusException e) {
    var status = described.of(set).executionStatus();
    if (status != ExecutionStatus.EXECUTE_IN_PROGRESS
        && status != ExecutionStatus.EXECUTE_COMPLETE) {
      throw e;
    }
  }

  private static List<Parameter> parameters(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> Parameter.builder().parameterKey(e.getKey()).parameterValue(e.getValue()).build())
        .toList();
  }

  private static List<Tag> tags(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
        .toList();
  }

  private void pause() {
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a change set was created", e);
    }
  }
}
