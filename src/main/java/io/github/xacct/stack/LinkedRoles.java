package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Roles that ECS and the load balancers make for themselves, and of which an account that never ran
 * them has none. AWS creates them with the first cluster, which often fails for that, because the
 * role is there a moment later. Source: ECS developer guide, "Using service-linked roles".
 */
final class LinkedRoles {
  private static final Map<String, String> NEEDED =
      new TreeMap<>(
          Map.of(
              "AWSServiceRoleForECS", "ecs.amazonaws.com",
              "AWSServiceRoleForElasticLoadBalancing", "elasticloadbalancing.amazonaws.com"));

  private final Accounts accounts;
  private final Reporter reporter;
  private final Map<StackLocation, List<String>> missing = new ConcurrentHashMap<>();

  LinkedRoles(Accounts accounts, Reporter reporter) {
    this.accounts = accounts;
    this.reporter = reporter;
  }

  /** Looks for them before a first stack with a service. */
  void look(Stack stack, boolean first) {
    if (stack.template() != Template.SERVICE || !first) {
      return;
    }
    var lacking = new ArrayList<String>();
    NEEDED.forEach(
        (name, service) -> {
          if (!accounts.in(stack.place()).hasLinkedRole(name)) {
            lacking.add(service);
            reporter.report(
                new Event.Note(
                    stack.place()
                        + ": the account has no role "
                        + name
                        + " yet; it is created before the stacks, as by: aws iam"
                        + " create-service-linked-role --aws-service-name "
                        + service));
          }
        });
    missing.put(stack.place(), lacking);
  }

  /** Creates those that were missing; another environment of the account may have done so. */
  void create(Stack stack) {
    if (stack.template() != Template.SERVICE) {
      return;
    }
    var lacking = missing.remove(stack.place());
    if (lacking == null) {
      return;
    }
    synchronized (this) {
      NEEDED.forEach(
          (name, service) -> {
            var account = accounts.in(stack.place());
            if (lacking.contains(service) && !account.hasLinkedRole(name)) {
              account.createLinkedRole(service);
            }
          });
    }
  }
}
