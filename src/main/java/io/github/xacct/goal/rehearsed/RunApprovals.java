package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.Approvals;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides approvals in a rehearsed pipeline: by {@code -Dxacct.approve}, or by prompting on the
 * terminal.
 */
public final class RunApprovals implements Approvals {
  private final Optional<List<String>> given;

  private RunApprovals(Optional<List<String>> given) {
    this.given = given;
  }

  /**
   * Returns the approvals; fails before anything runs if there is neither a decision nor a
   * terminal.
   *
   * @param written value of {@code -Dxacct.approve}: all, none, or names
   * @param approvers names of the pipeline's approvals
   */
  public static RunApprovals of(
      @Nullable String written, List<String> approvers, boolean terminal) {
    if (written != null && Element.isWritten(written)) {
      return new RunApprovals(Optional.of(names(written.trim(), approvers)));
    }
    if (!terminal && !approvers.isEmpty()) {
      throw XacctException.yours(
              "The pipeline requires approval by "
                  + String.join(", ", approvers)
                  + ", and there is no terminal to prompt on.")
          .suggestion("decide beforehand: -Dxacct.approve=all, none, or names, comma-separated.")
          .suggestion("Nothing was run.");
    }
    return new RunApprovals(Optional.empty());
  }

  private static List<String> names(String written, List<String> approvers) {
    if (written.equals("all")) {
      return approvers;
    }
    var names =
        written.equals("none")
            ? List.<String>of()
            : Arrays.stream(written.split(",")).map(String::trim).toList();
    for (String name : names) {
      if (!approvers.contains(name)) {
        throw XacctException.yours(
            "xacct.approve: no approver is called '%s': write all, none or some of %s."
                .formatted(name, String.join(", ", approvers)));
      }
    }
    return names;
  }

  @Override
  public boolean approved(String approver, String text, Optional<String> link) {
    if (given.isPresent()) {
      return given.get().contains(approver);
    }
    var console = Objects.requireNonNull(System.console());
    link.ifPresent(url -> console.printf("Look at %s%n", url));
    String answer = console.readLine("%s, do you approve? Type yes or no: ", approver);
    return answer != null && answer.trim().equals("yes");
  }
}
