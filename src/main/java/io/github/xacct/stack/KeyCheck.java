package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.network.Reading;
import io.github.xacct.stack.ResourceDrift.Difference;
import io.github.xacct.stack.plan.Stack;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that the KMS key of builds and pipeline is enabled: CloudFormation does not detect that a
 * key was disabled or scheduled for deletion. Without it, the artifact bucket cannot be read.
 */
final class KeyCheck {
  private static final String KEY = "ArtifactKey";
  private static final String GOOD = "Enabled";

  private final CloudFormation account;
  private final Stack stack;

  KeyCheck(CloudFormation account, Stack stack) {
    this.account = account;
    this.stack = stack;
  }

  /** Warns if the key of an existing stack is not enabled, or cannot be read. */
  void report(StackState state, Reporter reporter) {
    arn(state)
        .flatMap(arn -> words(arn, account.keyState(arn)))
        .ifPresent(text -> reporter.report(new Event.Warning(stack.name() + ": " + text)));
  }

  private Optional<String> words(String arn, Reading<String> answer) {
    if (answer.why().isPresent()) {
      return Optional.of(
          "whether its key " + arn + " can be used is not known: " + answer.why().get());
    }
    return answer
        .value()
        .filter(found -> !found.equals(GOOD))
        .map(
            found ->
                """
                its key %s is %s, so no build and no stage of the pipeline reads or writes an \
                artifact. %s"""
                    .formatted(arn, found, cure(arn, found)));
  }

  private String cure(String arn, String found) {
    String at = " --key-id " + arn + " --region " + stack.place().region();
    return switch (found) {
      case "PendingDeletion" ->
          "Keep it: aws kms cancel-key-deletion" + at + ", then aws kms enable-key" + at;
      case "Disabled" -> "Enable it: aws kms enable-key" + at;
      case "Deleted" -> "It cannot be restored: delete the stack, and run bootstrap again.";
      default -> "See aws kms describe-key" + at;
    };
  }

  /** Returns the key's state as drift, if it is not enabled. */
  Optional<ResourceDrift> drift(StackState state) {
    return arn(state)
        .flatMap(
            arn ->
                account
                    .keyState(arn)
                    .value()
                    .filter(found -> !found.equals(GOOD) && !found.equals("Deleted"))
                    .map(
                        found ->
                            new ResourceDrift(
                                KEY,
                                arn,
                                "AWS::KMS::Key",
                                "MODIFIED",
                                List.of(new Difference("/KeyState", GOOD, found)))));
  }

  private Optional<String> arn(StackState state) {
    return stack.template().resources().containsKey(KEY)
        ? state.outputs().entrySet().stream()
            .filter(output -> output.getKey().endsWith("ArtifactKeyArn"))
            .map(Map.Entry::getValue)
            .findFirst()
        : Optional.empty();
  }
}
