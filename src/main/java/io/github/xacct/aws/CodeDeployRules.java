package io.github.xacct.aws;

import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.Service;

/** For what reasons a CodeDeploy deployment could not work, judged from the facts alone. */
final class CodeDeployRules {
  private final Environment environment;
  private final List<XacctException> problems = new ArrayList<>();

  private CodeDeployRules(Environment environment) {
    this.environment = environment;
  }

  /** All reasons at once; empty if there is none. */
  static List<XacctException> problems(CodeDeployFacts facts, Environment environment) {
    var rules = new CodeDeployRules(environment);
    facts.service().ifPresentOrElse(rules::service, rules::noService);
    facts.group().ifPresentOrElse(rules::group, rules::noGroup);
    rules.listener(facts);
    return List.copyOf(rules.problems);
  }

  private void noService() {
    problems.add(
        XacctException.yours(
                "There is no service "
                    + environment.service()
                    + " in cluster "
                    + environment.cluster()
                    + " of account "
                    + environment.account()
                    + ", "
                    + environment.region()
                    + ".")
            .suggestion("correct <cluster> or <service> of this environment, or its <region>."));
  }

  private void service(Service service) {
    String name = "Service " + environment.service() + " of cluster " + environment.cluster();
    if (!"ACTIVE".equals(service.status())) {
      problems.add(XacctException.yours(name + " is " + service.status() + ", not ACTIVE."));
    }
    var controller =
        service.deploymentController() == null
            ? DeploymentControllerType.ECS
            : service.deploymentController().type();
    if (controller != DeploymentControllerType.CODE_DEPLOY) {
      problems.add(
          XacctException.yours(
                  name + " has the deployment controller " + controller + ", not CODE_DEPLOY.")
              .suggestion("create the service with --deployment-controller type=CODE_DEPLOY;")
              .suggestion("the controller of an existing service cannot be changed to it."));
    }
    if (service.desiredCount() != null && service.desiredCount() == 0) {
      problems.add(
          XacctException.yours(
                  name + " wants 0 tasks: CodeDeploy would deploy nothing and report success.")
              .suggestion(
                  "aws ecs update-service --cluster "
                      + environment.cluster()
                      + " --service "
                      + environment.service()
                      + " --desired-count 1"));
    }
  }

  private void noGroup() {
    problems.add(
        XacctException.yours(
                "There is no deployment group "
                    + environment.deploymentGroup()
                    + " in CodeDeploy application "
                    + environment.application()
                    + " of account "
                    + environment.account()
                    + ", "
                    + environment.region()
                    + ".")
            .suggestion(
                "correct <application> or <deploymentGroup> of this environment, or its"
                    + " <region>."));
  }

  private void group(DeploymentGroupInfo group) {
    String name = "Deployment group " + environment.deploymentGroup();
    if (group.computePlatform() != null && !"ECS".equals(group.computePlatformAsString())) {
      problems.add(
          XacctException.yours(
              name + " is for the compute platform " + group.computePlatformAsString() + "."));
      return;
    }
    boolean ours =
        group.ecsServices().stream()
            .anyMatch(
                s ->
                    names(s.serviceName(), environment.service())
                        && names(s.clusterName(), environment.cluster()));
    if (group.hasEcsServices() && !ours) {
      problems.add(
          XacctException.yours(
                  name
                      + " deploys to another service than "
                      + environment.cluster()
                      + "/"
                      + environment.service()
                      + ".")
              .evidence("Its services: " + group.ecsServices()));
    }
  }

  /** Source: CodeDeploy user guide, troubleshooting ECS deployments. */
  private void listener(CodeDeployFacts facts) {
    if (facts.servedTargetGroups().isEmpty() || facts.primary().isEmpty()) {
      return;
    }
    var served = facts.servedTargetGroups().get();
    var primary = facts.primary().get().loadBalancers();
    if (served.isEmpty()
        || primary.isEmpty()
        || primary.stream().anyMatch(lb -> served.contains(lb.targetGroupArn()))) {
      return;
    }
    problems.add(
        XacctException.yours(
                "The production listener does not point at the target group of the primary task"
                    + " set; CodeDeploy would fail with \"Primary taskset target group must be"
                    + " behind listener\".")
            .evidence("The listener forwards to " + served)
            .evidence("The primary task set is in " + primary.get(0).targetGroupArn())
            .suggestion("set the listener's default action back to the primary's target group."));
  }

  /** AWS gives names or ARNs here. */
  private static boolean names(String nameOrArn, String name) {
    return nameOrArn != null && (nameOrArn.equals(name) || nameOrArn.endsWith("/" + name));
  }
}
