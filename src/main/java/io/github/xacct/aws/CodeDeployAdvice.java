package io.github.xacct.aws;

import io.github.xacct.deploy.DeploymentState;
import io.github.xacct.model.Environment;
import java.util.List;

/**
 * What helps against the error of a deployment. One error code stands for many causes, so the
 * sentence decides where it is known, and the code elsewhere. Sources: ErrorInformation in the API
 * reference of CodeDeploy; the sentences are those of public issue threads.
 */
final class CodeDeployAdvice {
  private CodeDeployAdvice() {}

  static List<String> of(DeploymentState ended, Environment environment) {
    String error = ended.error().orElse("");
    return AdviceBySentence.onDeployment(error).orElseGet(() -> byCode(error, ended, environment));
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
