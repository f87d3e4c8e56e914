package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import java.time.Clock;

/**
 * Checks an account before a stack is created or updated, so that the stack does not fail midway.
 */
final class StackChecks {
  private final Accounts accounts;
  private final Reporter reporter;
  private final LinkedRoles linkedRoles;
  private final PlaceholderWork placeholder;

  StackChecks(Accounts accounts, Reporter reporter) {
    this.accounts = accounts;
    this.reporter = reporter;
    this.linkedRoles = new LinkedRoles(accounts, reporter);
    this.placeholder = new PlaceholderWork(accounts, reporter);
  }

  /**
   * Checks before the change set is created.
   *
   * @param first whether the stack does not exist yet
   * @throws XacctException if the stack would fail
   */
  void before(Stack stack, boolean first) {
    linkedRoles.look(stack, first);
    atNetwork(stack);
    new IdentityProviderCheck(stack).at(accounts.in(stack.place()), first, reporter);
    placeholder.look(stack, first);
  }

  /** Checks once the change set is created. */
  void after(Stack stack) {
    new StackCertificateCheck(stack, Clock.systemUTC()).at(accounts.in(stack.place()), reporter);
  }

  /** Creates the service-linked roles that the check found missing. */
  void createMissingRoles(Stack stack) {
    linkedRoles.create(stack);
  }

  /**
   * Copies the placeholder image to the created stack's repository, if the check found it missing.
   */
  void complete(Stack stack) {
    placeholder.copy(stack);
  }

  private void atNetwork(Stack stack) {
    var check = new NetworkCheck(stack);
    if (check.isNeeded()) {
      var network = accounts.in(stack.place()).network(check.vpc(), check.subnets());
      network
          .value()
          .flatMap(check::refusal)
          .ifPresent(
              refusal -> {
                throw refusal;
              });
      check.doubts(network).forEach(w -> reporter.report(new Event.Warning(w)));
    }
  }
}
