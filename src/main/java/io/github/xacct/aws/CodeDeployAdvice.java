package io.github.xacct.aws;

import io.github.xacct.deploy.DeploymentState;
import io.github.xacct.model.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What helps against the error of a deployment. One error code stands for many causes, so the
 * sentence decides where it is known, and the code elsewhere. Sources: ErrorInformation in the API
 * reference of CodeDeploy; the sentences are those of public issue threads.
 */
final class CodeDeployAdvice {
  private static final Map<String, List<String>> SENTENCES = sentences();

  private CodeDeployAdvice() {}

  static List<String> of(DeploymentState ended, Environment environment) {
    String error = ended.error().orElse("");
    String sentence = error.toLowerCase(Locale.ROOT);
    return SENTENCES.entrySet().stream()
        .filter(known -> sentence.contains(known.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseGet(() -> byCode(error, ended, environment));
  }

  /** In this order: the first that fits. */
  private static Map<String, List<String>> sentences() {
    var known = new LinkedHashMap<String, List<String>>();
    known.put(
        "explicit deny in a service control policy",
        List.of(
            "a service control policy of your organization forbids it: ask its administrators; no",
            "policy of this account can allow it."));
    known.put(
        "cross-account pass role",
        List.of(
            "a role of another account cannot be passed: name roles of the environment's account as",
            "execution and task role."));
    known.put(
        "iam:passrole",
        List.of("allow the deployment group's service role iam:PassRole on the task's two roles."));
    known.put(
        "taskdefinition is inactive",
        List.of(
            "the task definition was deregistered: deploy again, which registers a new revision, or",
            "go back to an ACTIVE one: mvn xacct:history lists them."));
    known.put(
        "taskdefinition not found",
        List.of(
            "the task definition was deregistered or deleted: deploy again, which registers a new"
                + " revision."));
    known.put(
        "single load balancer",
        List.of(
            "CodeDeploy deploys services with exactly one load balancer: leave one target group in",
            "the service's load balancers, or let another service have the second port."));
    known.put(
        "service not found",
        List.of(
            "the ECS service is gone: was it deleted meanwhile? mvn xacct:bootstrap creates it again."));
    known.put(
        "servicenotactive",
        List.of(
            "the ECS service is gone: was it deleted meanwhile? mvn xacct:bootstrap creates it again."));
    known.put(
        "primary taskset target group must be behind listener",
        List.of(
            "production traffic goes to another target group than that of the service's primary task",
            "set: look at the listener's rules (and its default action, if no rule applies) with",
            "aws elbv2 describe-rules, and let the one of this service forward to that group again."));
    known.put(
        "nobody continued it",
        List.of(
            "nobody approved it within the deployment group's wait: deploy again, and continue it in",
            "time: mvn xacct:continue. The group's wait is deploymentReadyOption.waitTimeInMinutes."));
    return known;
  }

  private static List<String> byCode(String error, DeploymentState ended, Environment environment) {
    String code = error.contains(" ") ? error.substring(0, error.indexOf(' ')) : error;
    return switch (code) {
      case "HOOK_EXECUTION_FAILURE" -> hook(ended, environment);
      case "ALARM_ACTIVE" ->
          List.of(
              "see why the alarm named above went off, and deploy again once it is OK;",
              "alarms that are in ALARM already stop every deployment.");
      case "TIMEOUT" ->
          List.of(
              "the replacement task set did not become steady within CodeDeploy's 60 minutes:",
              "look at the tasks' stopped reasons and at the target group's health check.");
      case "IAM_ROLE_PERMISSIONS", "IAM_ROLE_MISSING" ->
          List.of(
              "give the deployment group's service role what AWSCodeDeployRoleForECS has, and",
              "iam:PassRole on the task's two roles.");
      case "ELASTIC_LOAD_BALANCING_INVALID", "ECS_UPDATE_ERROR", "INVALID_ECS_SERVICE" ->
          List.of("compare the deployment group's target groups and listeners with the service's.");
      case "MANUAL_STOP" -> stop(ended);
      default -> List.of();
    };
  }

  /** While a deployment waits, BeforeAllowTraffic is pending: nobody has continued it. */
  private static List<String> stop(DeploymentState ended) {
    boolean waited =
        ended.lifecycle().stream().anyMatch(e -> e.status().equals("Succeeded"))
            && ended.lifecycle().stream()
                .filter(e -> e.name().equals("BeforeAllowTraffic"))
                .anyMatch(e -> e.start().isEmpty() && !e.status().equals("Succeeded"));
    return waited
        ? List.of(
            "it was stopped before production traffic moved: by somebody, or because nobody continued",
            "it (mvn xacct:continue) within the group's wait. Run the same command to deploy again.")
        : List.of("somebody stopped it; run the same command to deploy again.");
  }

  private static List<String> hook(DeploymentState ended, Environment environment) {
    var failed = ended.lifecycle().stream().filter(e -> e.status().equals("Failed")).findFirst();
    var function =
        environment.appSpec().hooks().entrySet().stream()
            .filter(h -> failed.filter(e -> e.name().equals(h.getKey().key())).isPresent())
            .map(h -> h.getValue())
            .findFirst();
    String name = function.map(f -> f.substring(f.lastIndexOf(':') + 1)).orElse("FUNCTION");
    return List.of(
        "see what the hook's function wrote: aws logs tail /aws/lambda/"
            + name
            + " --region "
            + environment.region());
  }
}
