package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.preflight.Question.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that the Lambda functions of a service's hooks exist and that ECS may invoke them. */
final class EcsHookChecks {
  private final SetUp setUp;

  EcsHookChecks(SetUp setUp) {
    this.setUp = setUp;
  }

  private List<JsonNode> hooks() {
    return setUp.ecs().hooks("AWS_LAMBDA").stream()
        .filter(hook -> hook.hasNonNull("hookTargetArn"))
        .toList();
  }

  private static Question question(String function) {
    return Question.target("lambda:GetFunctionConfiguration").with("FunctionName", function);
  }

  CheckVerdict functions() {
    var hooks = hooks();
    if (hooks.isEmpty()) {
      return CheckVerdict.ok("no functions");
    }
    hooks.forEach(hook -> setUp.facts.ahead(question(target(hook))));
    for (JsonNode hook : hooks) {
      var question = question(target(hook));
      if (setUp.facts.find(question).isEmpty()) {
        return CheckVerdict.fail(
                "There is no function %s for the hook at %s.".formatted(target(hook), stages(hook)))
            .evidence(setUp.evidence(question))
            .fix(
                "deploy the function, or correct the service's lifecycleHooks;",
                "aws lambda list-functions --region "
                    + setUp.environment.region()
                    + " --query 'Functions[].FunctionName'");
      }
    }
    return CheckVerdict.ok(
        hooks.stream()
            .map(hook -> target(hook).replaceFirst(".*:function:", "") + " at " + stages(hook))
            .collect(Collectors.joining(", ")));
  }

  private static String target(JsonNode hook) {
    return hook.path("hookTargetArn").asText();
  }

  private static String stages(JsonNode hook) {
    return String.join(", ", JsonLists.texts(hook.path("lifecycleStages")));
  }

  /** The functions by the ARN of the role with which ECS invokes them. */
  private Map<String, Set<String>> byRole() {
    Map<String, Set<String>> roles = new LinkedHashMap<>();
    for (JsonNode hook : hooks()) {
      roles
          .computeIfAbsent(hook.path("roleArn").asText(), role -> new LinkedHashSet<>())
          .add(target(hook));
    }
    return roles;
  }

  CheckVerdict role() {
    var roles = byRole().keySet();
    for (String arn : roles) {
      var role = setUp.ecs().role(arn, "a hook of the service names no role");
      Optional<CheckVerdict> problem =
          new TrustedRole(setUp, role, NeededActions.ECS).problem("The hooks' role");
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    return CheckVerdict.ok(
        roles.isEmpty() ? "no functions" : Snippets.list(List.copyOf(roles)) + " trusts ECS");
  }

  CheckVerdict invoke() {
    var roles = byRole();
    for (var entry : roles.entrySet()) {
      var role = setUp.ecs().role(entry.getKey(), "a hook of the service names no role");
      if (setUp.role(role).isEmpty()) {
        throw new Skip("the role does not exist (hooks.role)");
      }
      var needs = new ArrayList<Need>();
      entry.getValue().forEach(arn -> needs.add(new Need("lambda:InvokeFunction", arn)));
      var refused = SimulatedPermissions.of(setUp, Side.TARGET, role.toString(), needs).refused();
      if (!refused.isEmpty()) {
        return CheckVerdict.fail(
                "The hooks' role " + role + " may not invoke the hooks' functions.")
            .evidence(
                refused.stream().map(SimulatedPermissions.Decided::words).toArray(String[]::new))
            .fix("Add to its policy:")
            .fix(
                Snippets.statement(
                    "InvokeHooks",
                    refused.stream().map(SimulatedPermissions.Decided::need).toList()));
      }
    }
    return CheckVerdict.ok(roles.isEmpty() ? "no functions" : "the hooks' role may invoke them");
  }
}
