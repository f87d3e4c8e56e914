package io.github.xacct.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What helps against what AWS says, by a part of its sentence: one error code stands for many
 * causes. Sources: IAM user guide, access denied error messages; ErrorInformation in the API
 * reference of CodeDeploy; sentences of public issue threads.
 */
final class AdviceBySentence {
  private static final Map<String, List<String>> ANYWHERE = anywhere();
  private static final Map<String, List<String>> DEPLOYMENT = deployment();
  private static final Map<String, List<String>> ASSUME_ROLE = assumeRole();

  private AdviceBySentence() {}

  /** On a call that AWS has refused. */
  static Optional<List<String>> onCall(String sentence) {
    return first(ANYWHERE, sentence);
  }

  /** On an error that a deployment has ended with. */
  static Optional<List<String>> onDeployment(String sentence) {
    return onCall(sentence).or(() -> first(DEPLOYMENT, sentence));
  }

  /** On a refusal to assume a role. */
  static Optional<List<String>> onAssumeRole(String sentence) {
    return onCall(sentence).or(() -> first(ASSUME_ROLE, sentence));
  }

  private static Optional<List<String>> first(Map<String, List<String>> known, String sentence) {
    String said = sentence.toLowerCase(Locale.ROOT);
    return known.entrySet().stream()
        .filter(one -> said.contains(one.getKey()))
        .findFirst()
        .map(Map.Entry::getValue);
  }

  /** Whoever made the call. In this order: the first that fits. */
  private static Map<String, List<String>> anywhere() {
    var known = new LinkedHashMap<String, List<String>>();
    known.put(
        "service control policy",
        List.of(
            "a service control policy of your organization forbids it: ask its administrators; no",
            "policy of this account can allow it."));
    known.put(
        "resource control policy",
        List.of(
            "a resource control policy of the resource's organization forbids it: ask its",
            "administrators; no policy of this account can allow it."));
    known.put(
        "permissions boundary",
        List.of(
            "the permissions boundary of the user or role that AWS names does not allow it: ask who",
            "made the boundary; the role's own policies cannot go beyond it."));
    known.put(
        "cross-account pass role",
        List.of(
            "a role of another account cannot be passed: name roles of the environment's account as",
            "execution and task role."));
    known.put(
        "deployments exist on the service",
        List.of(
            "the service has as many task sets as ECS allows, left by deployments that did not end: wait",
            "for their end, or look for them: aws ecs describe-task-sets, and delete what has no traffic",
            "with aws ecs delete-task-set."));
    return known;
  }

  private static Map<String, List<String>> deployment() {
    var known = new LinkedHashMap<String, List<String>>();
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

  private static Map<String, List<String>> assumeRole() {
    var known = new LinkedHashMap<String, List<String>>();
    known.put(
        "sts:tagsession",
        List.of(
            "allow sts:TagSession beside sts:AssumeRole, in that role's trust policy and on that role in",
            "the caller's own policy, or leave out <sessionTags>."));
    return known;
  }
}
