package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Environment;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.RoleArn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Translates the AppSpec's hooks to the service's lifecycle hooks: the same functions at the
 * corresponding stages, invoked with a role. ECS sends another event and expects another response,
 * so that each function has to be changed. Source: ECS developer guide, "Lifecycle hooks for Amazon
 * ECS service deployments".
 *
 * @param hooks the functions by hook
 * @param role the role by which ECS invokes them; without one they are left out
 * @param tested whether there is a test listener
 */
record HookTranslation(
    Map<LifecycleHook, String> hooks,
    Optional<RoleArn> role,
    Environment environment,
    boolean tested) {
  /** The timeout in minutes, as in CodeDeploy, which waits an hour for a function. */
  private static final int AN_HOUR = 60;

  /** Returns the translation; without hooks unless CodeDeploy deploys the service. */
  static HookTranslation of(Found found, MigrationRequest wanted, Routing routing) {
    boolean any = found.ofCodeDeploy() && wanted.way() != Way.BACK;
    return new HookTranslation(
        any ? new TreeMap<>(wanted.hooks()) : Map.of(),
        wanted.hookRole(),
        wanted.environment(),
        routing.test().isPresent());
  }

  /** Returns the ARNs of the functions that ECS invokes. */
  List<String> functions() {
    return hooks.entrySet().stream()
        .filter(e -> configured(e.getKey()))
        .map(e -> arn(e.getValue()))
        .distinct()
        .toList();
  }

  private boolean configured(LifecycleHook hook) {
    return role.isPresent() && (tested || hook != LifecycleHook.AFTER_ALLOW_TEST_TRAFFIC);
  }

  private String arn(String function) {
    return function.startsWith("arn:")
        ? function
        : EngineRoles.prefix(environment, "lambda") + "function:" + function;
  }

  /** Adds the hooks to the deployment configuration and returns their lines of the plan. */
  List<Translated> into(ObjectNode deployment) {
    var lines = new ArrayList<Translated>();
    hooks.forEach((hook, function) -> lines.add(into(deployment, hook, function)));
    return lines;
  }

  private Translated into(ObjectNode deployment, LifecycleHook hook, String function) {
    String subject = "hook " + hook.key();
    String from = "function " + function;
    if (!configured(hook)) {
      return Translated.of(subject, from, "not configured")
          .losing(
              role.isEmpty()
                  ? "left out by -Dxacct.hookRole=none: no function is invoked at "
                      + stage(hook)
                      + " until you add a hook there"
                  : "the service has no test listener, so there is no test traffic to check");
    }
    ObjectNode entry = deployment.withArray("/lifecycleHooks").addObject();
    entry.put("targetType", "AWS_LAMBDA").put("hookTargetArn", arn(function));
    entry.put("roleArn", role.orElseThrow().toString());
    entry.putArray("lifecycleStages").add(stage(hook));
    entry
        .putObject("timeoutConfiguration")
        .put("timeoutInMinutes", AN_HOUR)
        .put("action", "ROLLBACK");
    boolean eachStep =
        hook == LifecycleHook.BEFORE_ALLOW_TRAFFIC
            && !deployment.path("strategy").asText().equals("BLUE_GREEN");
    return Translated.of(
            subject,
            from,
            "the same function at " + stage(hook) + ", " + AN_HOUR + " min, then ROLLBACK")
        .losing(
            """
            change the function before the first deployment, which is rolled back \
            otherwise: it gets lifecycleStage, resourceArn and executionDetails, and \
            returns {"hookStatus": "SUCCEEDED"} or "FAILED" where CodeDeploy wants \
            PutLifecycleEventHookExecutionStatus%s"""
                .formatted(eachStep ? "; it is invoked before each step" : ""));
  }

  static String stage(LifecycleHook hook) {
    return switch (hook) {
      case BEFORE_INSTALL -> "PRE_SCALE_UP";
      case AFTER_INSTALL -> "POST_SCALE_UP";
      case AFTER_ALLOW_TEST_TRAFFIC -> "POST_TEST_TRAFFIC_SHIFT";
      case BEFORE_ALLOW_TRAFFIC -> "PRE_PRODUCTION_TRAFFIC_SHIFT";
      case AFTER_ALLOW_TRAFFIC -> "POST_PRODUCTION_TRAFFIC_SHIFT";
    };
  }
}
