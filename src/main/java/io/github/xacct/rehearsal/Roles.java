package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.policy.Policy;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.RehearsalPlan.RehearsedService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which roles can be assumed, and by whom: each trusts the root of the tools account, narrowed to
 * the builder. That form stays valid when the builder is made anew or does not exist yet, which a
 * principal by its own ARN does not.
 */
final class Roles {
  private final Map<String, Policy> trustByArn = new HashMap<>();

  Roles(RehearsalPlan plan, Caller builder) {
    Map<String, ArrayNode> statements = new HashMap<>();
    for (RehearsedService service : plan.services()) {
      service
          .role()
          .ifPresent(
              role ->
                  statements
                      .computeIfAbsent(role.toString(), arn -> JsonNodeFactory.instance.arrayNode())
                      .add(trust(plan, service, builder)));
    }
    statements.forEach(
        (arn, list) -> {
          ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
          document.set("Statement", list);
          trustByArn.put(arn, Policy.ofResource(document.toString()));
        });
  }

  /** The trust policy of a role, if there is such a role. */
  Optional<Policy> trustOf(String roleArn) {
    return Optional.ofNullable(trustByArn.get(roleArn));
  }

  private static ObjectNode trust(RehearsalPlan plan, RehearsedService service, Caller builder) {
    boolean denied = plan.faults().contains(Fault.ROLE_DENIED);
    ObjectNode statement = JsonNodeFactory.instance.objectNode().put("Effect", "Allow");
    statement
        .putObject("Principal")
        .put("AWS", denied ? nobody(service) : rootOf(plan, plan.toolsAccount().value()));
    statement.putArray("Action").add("sts:AssumeRole").add("sts:TagSession");
    ObjectNode condition = statement.putObject("Condition");
    condition.putObject("ArnEquals").put("aws:PrincipalArn", builder.principalArn());
    service
        .externalId()
        .ifPresent(id -> condition.putObject("StringEquals").put("sts:ExternalId", id));
    return statement;
  }

  /** The ARN of a role that does not exist. */
  private static String nobody(RehearsedService service) {
    return service.role().orElseThrow() + "-nobody";
  }

  private static String rootOf(RehearsalPlan plan, String account) {
    return "arn:" + plan.toolsRegion().partition() + ":iam::" + account + ":root";
  }
}
