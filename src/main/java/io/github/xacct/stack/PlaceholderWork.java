package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies the placeholder image for environments whose tasks reach no public registry. */
final class PlaceholderWork {
  private final Accounts accounts;
  private final Reporter reporter;
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();

  PlaceholderWork(Accounts accounts, Reporter reporter) {
    this.accounts = accounts;
    this.reporter = reporter;
  }

  /**
   * Checks whether the image must be copied, and whether it can be.
   *
   * @param first whether the stack does not exist yet
   * @throws XacctException if this machine does not reach the registry
   */
  void look(Stack stack, boolean first) {
    if (stack.template() != Template.PLACEHOLDER) {
      return;
    }
    var copies = accounts.placeholders();
    if (!first && copies.isIn(stack)) {
      return;
    }
    copies
        .unreachable()
        .ifPresent(
            why -> {
              throw refusal(stack, copies.source(), why);
            });
    lacking.add(stack.name());
    reporter.report(
        new Event.Note(
            "%s: %s is copied to %s:%s in %s, %s, since the tasks reach no public registry"
                .formatted(
                    stack.name(),
                    copies.source(),
                    Placeholder.repository(stack),
                    Placeholder.TAG,
                    stack.place().account(),
                    stack.place().region())));
  }

  /** Copies the image if the check found it missing. */
  void copy(Stack stack) {
    if (lacking.remove(stack.name())) {
      accounts.placeholders().copyTo(stack);
    }
  }

  private static XacctException refusal(Stack stack, String source, String why) {
    var problem =
        XacctException.yours(
                "The placeholder image of "
                    + stack.place().name()
                    + " cannot be copied: this machine does not reach its registry.")
            .evidence("The image is " + source + ".")
            .evidence(why)
            .evidence("Nothing was changed.")
            .suggestion("run this command on a machine that reaches it,")
            .suggestion("or write an image that is in ECR of " + stack.place().region() + ":")
            .suggestion("<stackParameters><PlaceholderImage>IMAGE</PlaceholderImage>");
    return problem.suggestion(
        "to copy one there: skopeo copy --all docker://" + Placeholder.IMAGE + " docker://IMAGE");
  }
}
