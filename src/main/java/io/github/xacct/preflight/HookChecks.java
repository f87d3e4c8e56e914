package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.HOOKS_FUNCTIONS;
import static io.github.xacct.preflight.Check.HOOKS_INVOKE;
import static io.github.xacct.preflight.Check.HOOKS_ROLE;

import io.github.xacct.model.LifecycleHook;
import io.github.xacct.preflight.Question.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks that the hooks' functions exist in the account and that the engine may invoke them. */
final class HookChecks implements Section {
  private final SetUp setUp;
  private final Map<LifecycleHook, String> hooks;

  HookChecks(SetUp setUp) {
    this.setUp = setUp;
    this.hooks = setUp.intent.appSpec().settings().hooks();
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    var ecs = new EcsHookChecks(setUp);
    return Map.of(
        HOOKS_FUNCTIONS, () -> setUp.byEcs() ? ecs.functions() : functions(),
        HOOKS_ROLE, ecs::role,
        HOOKS_INVOKE, () -> setUp.byEcs() ? ecs.invoke() : invoke());
  }

  private static Question question(String function) {
    return Question.target("lambda:GetFunctionConfiguration").with("FunctionName", function);
  }

  private Map<String, Optional<String>> arns() {
    hooks.values().forEach(function -> setUp.facts.ahead(question(function)));
    Map<String, Optional<String>> arns = new LinkedHashMap<>();
    for (String function : hooks.values()) {
      arns.put(
          function,
          setUp.facts.find(question(function)).map(found -> found.path("FunctionArn").asText()));
    }
    return arns;
  }

  private CheckVerdict functions() {
    if (hooks.isEmpty()) {
      return CheckVerdict.ok("no hooks");
    }
    var arns = arns();
    var missing =
        arns.keySet().stream()
            .filter(name -> Objects.requireNonNull(arns.get(name)).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return CheckVerdict.ok(String.join(", ", arns.keySet()));
    }
    var event =
        hooks.entrySet().stream()
            .filter(hook -> hook.getValue().equals(missing.get(0)))
            .findFirst()
            .orElseThrow()
            .getKey();
    return CheckVerdict.fail(
            "There is no Lambda function %s for the hook %s in account %s, %s."
                .formatted(
                    missing.get(0),
                    event.key(),
                    setUp.environment.account(),
                    setUp.environment.region()))
        .evidence(setUp.evidence(question(missing.get(0))))
        .fix(
            "deploy the function to that account and region, or correct <hooks>;",
            "aws lambda list-functions --region "
                + setUp.environment.region()
                + " --query 'Functions[].FunctionName'");
  }

  private CheckVerdict invoke() {
    if (hooks.isEmpty()) {
      return CheckVerdict.ok("no hooks");
    }
    var arns = arns().values().stream().flatMap(Optional::stream).toList();
    if (arns.isEmpty()) {
      throw new Skip("the functions do not exist (hooks.functions)");
    }
    var role = setUp.groupRole();
    var needs = arns.stream().map(arn -> new Need("lambda:InvokeFunction", arn)).toList();
    List<SimulatedPermissions.Decided> refused =
        SimulatedPermissions.of(setUp, Side.TARGET, role.toString(), needs).refused();
    if (refused.isEmpty()) {
      return CheckVerdict.ok(role + " may invoke them");
    }
    return CheckVerdict.fail(
            "CodeDeploy's service role " + role + " may not invoke the hooks' functions.")
        .evidence(refused.stream().map(SimulatedPermissions.Decided::words).toArray(String[]::new))
        .fix("Add to its policy:")
        .fix(
            Snippets.statement(
                "InvokeHooks", refused.stream().map(SimulatedPermissions.Decided::need).toList()));
  }
}
