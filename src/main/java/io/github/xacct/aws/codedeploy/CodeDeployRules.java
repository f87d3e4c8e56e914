package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.SdkJson;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.DeploymentRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;

/** Checks the facts of the target account against the rules for deployments. */
final class CodeDeployRules {
  private final DeploymentRules rules;
  private final List<XacctException> problems = new ArrayList<>();

  private CodeDeployRules(Environment environment) {
    rules = new DeploymentRules(environment);
  }

  /**
   * Returns all problems at once; empty if there is none.
   *
   * @param inFlight whether a deployment is in flight: while it changes listener and task sets,
   *     they may disagree, and the listener is not checked
   */
  static List<XacctException> problems(
      CodeDeployFacts facts, Environment environment, boolean inFlight) {
    var judge = new CodeDeployRules(environment);
    facts.service().ifPresent(judge::service);
    if (facts.serviceRead() && facts.service().isEmpty()) {
      judge.problems.add(judge.rules.noService());
    }
    facts.group().ifPresent(judge::group);
    if (facts.groupRead() && facts.group().isEmpty()) {
      judge.problems.add(judge.rules.noGroup());
    }
    if (!inFlight) {
      judge.listener(facts);
    }
    return List.copyOf(judge.problems);
  }

  private void service(Service service) {
    var json = SdkJson.write(service);
    Stream.of(
            rules.active(json), rules.controller(json), rules.balancers(json), rules.desired(json))
        .flatMap(Optional::stream)
        .forEach(problems::add);
  }

  private void group(DeploymentGroupInfo group) {
    var json = SdkJson.write(group);
    rules.platform(json).or(() -> rules.serviceOf(json)).ifPresent(problems::add);
    rules.pairs(json).ifPresent(problems::add);
  }

  private void listener(CodeDeployFacts facts) {
    if (facts.production().isPresent() && facts.primary().isPresent()) {
      var primary =
          facts.primary().get().loadBalancers().stream().map(LoadBalancer::targetGroupArn).toList();
      rules.listener(facts.production().get(), primary).ifPresent(problems::add);
    }
  }
}
