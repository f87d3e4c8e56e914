package io.github.xacct.stack;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Deletes the stacks of an environment in reverse order, a service after its tasks are stopped.
 * Resources that hold data are retained and reported with the command that deletes them.
 */
public final class Destroy {
  private final Accounts accounts;
  private final Reporter reporter;
  private final Sleeper sleeper;
  private final String command;

  /**
   * Creates the deletion in these accounts.
   *
   * @param command the command that runs the same again
   */
  public Destroy(Accounts accounts, Reporter reporter, Sleeper sleeper, String command) {
    this.accounts = accounts;
    this.reporter = reporter;
    this.sleeper = sleeper;
    this.command = command;
  }

  /** Returns the stacks that exist, the last created first. */
  public List<Stack> existing(List<Stack> stacks) {
    var existing =
        new ArrayList<>(
            stacks.stream()
                .filter(stack -> accounts.in(stack.place()).look(stack.name()).isPresent())
                .toList());
    Collections.reverse(existing);
    return existing;
  }

  /**
   * Deletes the stacks in this order.
   *
   * @return a line for each retained resource, with the command that deletes it
   */
  public List<String> run(List<Stack> existing) {
    existing.forEach(this::refuseProtected);
    var left = new ArrayList<String>();
    var deleted = new ArrayList<String>();
    for (Stack stack : existing) {
      try {
        left.addAll(delete(stack));
      } catch (XacctException e) {
        throw partly(e, deleted, left);
      }
      deleted.add(stack.name());
    }
    return left;
  }

  /** Adds what was deleted before, what has to be deleted by hand, and the command that resumes. */
  private XacctException partly(XacctException failure, List<String> deleted, List<String> left) {
    var reported = failure;
    if (!deleted.isEmpty()) {
      reported = reported.evidence("Deleted before: " + String.join(", ", deleted) + ".");
    }
    for (String line : left) {
      reported = reported.evidence("Left of them: " + line);
    }
    return String.join(" ", failure.suggestion()).contains(command)
        ? reported
        : reported.suggestion("resume: " + command);
  }

  /** Fails before anything is deleted if a load balancer has deletion protection. */
  private void refuseProtected(Stack stack) {
    StackState state = accounts.in(stack.place()).look(stack.name()).orElseThrow();
    if ("true".equals(state.parameters().get("DeletionProtection"))) {
      throw XacctException.yours(
              "The load balancer of stack %s in %s is protected from deletion."
                  .formatted(stack.name(), stack.place()))
          .evidence("The stack's DeletionProtection is true. Nothing was deleted.")
          .suggestion(
              "set <DeletionProtection>false</DeletionProtection> in the environment's"
                  + " <stackParameters>, run mvn xacct:bootstrap, and then: "
                  + command);
    }
  }

  private List<String> delete(Stack stack) {
    var cloudFormation = accounts.in(stack.place());
    StackState state = cloudFormation.look(stack.name()).orElseThrow();
    if (stack.template() == Template.SERVICE) {
      stopTasks(cloudFormation, stack);
    }
    if (state.isEmpty()) {
      cloudFormation.delete(state.id());
      return List.of();
    }
    var end = Work.delete(cloudFormation, stack, state, reporter, sleeper);
    if (!end.state().isDeleted()) {
      throw failed(stack, end);
    }
    return end.events().stream()
        .filter(event -> event.status().equals("DELETE_SKIPPED"))
        .map(event -> left(stack, event))
        .toList();
  }

  private void stopTasks(CloudFormation cloudFormation, Stack stack) {
    try {
      cloudFormation.stopTasks(EcsSettings.cluster(stack), EcsSettings.service(stack));
      reporter.report(new Event.Note(stack.name() + ": the desired count of the service is 0"));
    } catch (XacctException e) {
      reporter.report(
          new Event.Warning(
              stack.name()
                  + ": the service still runs its tasks, so that its deletion takes longer: "
                  + String.join("; ", e.evidence())));
    }
  }

  private XacctException failed(Stack stack, Work.End end) {
    var failure = end.firstFailure();
    return XacctException.yours(
            "Stack %s in %s was not deleted%s"
                .formatted(
                    stack.name(),
                    stack.place(),
                    failure
                        .map(e -> ": " + e.logicalId() + " (" + e.type() + ") stays.")
                        .orElse(".")))
        .evidence(
            "CloudFormation said: " + failure.map(StackEvent::reason).orElse(end.state().reason()))
        .suggestion("remove what prevents the deletion, and resume: " + command);
  }

  private static String left(Stack stack, StackEvent event) {
    String id = event.physicalId();
    String region = " --region " + stack.place().region();
    String removal =
        switch (event.type()) {
          case "AWS::Logs::LogGroup" -> "aws logs delete-log-group --log-group-name " + id + region;
          case "AWS::ECR::Repository" ->
              "aws ecr delete-repository --force --repository-name " + id + region;
          case "AWS::KMS::Key" -> "aws kms schedule-key-deletion --key-id " + id + region;
          case "AWS::S3::Bucket" -> "empty it of all versions, then aws s3 rb s3://" + id + region;
          case "AWS::S3::BucketPolicy" -> "is deleted with its bucket";
          default -> "remove it by hand";
        };
    return "%s  %s %s: %s".formatted(stack.place().account(), event.type(), id, removal);
  }
}
