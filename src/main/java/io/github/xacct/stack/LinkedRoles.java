package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates the service-linked roles of ECS and Elastic Load Balancing, which a new account lacks.
 * AWS creates them with the first cluster too, but the cluster often fails, because the role is
 * available only a moment later. Source: ECS developer guide, "Using service-linked roles".
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

  /** Checks for the roles before the first stack with a service is created. */
  void look(Stack stack, boolean first) {
    if (stack.template() != Template.SERVICE || !first) {
      return;
    }
    var lacking = new ArrayList<String>();
    NEEDED.forEach(
        (name, service) -> {
          if (!isThere(stack, name)) {
            lacking.add(service);
            reporter.report(
                new Event.Note(
                    """
                    %s: the account has no role %s yet; it is created before the stacks, \
                    as by: aws iam create-service-linked-role --aws-service-name %s"""
                        .formatted(stack.place(), name, service)));
          }
        });
    missing.put(stack.place(), lacking);
  }

  /** Returns true if it cannot be read, because most accounts have the roles. */
  private boolean isThere(Stack stack, String name) {
    try {
      return accounts.in(stack.place()).hasLinkedRole(name);
    } catch (XacctException e) {
      reporter.report(
          new Event.Warning(
              """
              %s: whether the account has role %s is not known: %s. Without it the first \
              cluster or load balancer fails; run the same command again then."""
                  .formatted(stack.place(), name, String.join("; ", e.evidence()))));
      return true;
    }
  }

  /** Creates the missing roles, unless another environment of the account has done so. */
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
            if (lacking.contains(service)) {
              accounts.in(stack.place()).createLinkedRole(service);
            }
          });
    }
  }
}
