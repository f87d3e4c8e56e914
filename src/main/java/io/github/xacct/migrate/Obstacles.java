package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;

/** Finds the reasons why a service cannot be moved, except those of its listener rules. */
final class Obstacles {
  private final Found found;
  private final MigrationRequest wanted;
  private final String service;
  private final List<XacctException> all = new ArrayList<>();

  private Obstacles(Found found, MigrationRequest wanted) {
    this.found = found;
    this.wanted = wanted;
    this.service = "Service " + found.name();
  }

  static List<XacctException> of(Found found, MigrationRequest wanted) {
    var obstacles = new Obstacles(found, wanted);
    obstacles.service();
    obstacles.way();
    obstacles.inFlight();
    obstacles.networking();
    if (wanted.way() != Way.BACK) {
      obstacles.role();
    }
    return obstacles.all;
  }

  /** Combines the problems in one refusal. */
  static XacctException refusal(String service, List<XacctException> problems) {
    if (problems.size() == 1) {
      return problems.get(0);
    }
    var one =
        XacctException.yours(
            problems.size()
                + " reasons why service "
                + service
                + " cannot be moved; nothing was changed.");
    for (int i = 0; i < problems.size(); i++) {
      one = one.evidence((i + 1) + ". " + problems.get(i).getMessage());
    }
    return one.suggestion("fix the problems above and run this again: " + DocPage.MOVING);
  }

  private void add(XacctException problem) {
    all.add(problem);
  }

  private void service() {
    String status = found.service().path("status").asText("ACTIVE");
    if (!status.equals("ACTIVE")) {
      add(
          XacctException.yours(service + " is " + status + ", not ACTIVE.")
              .suggestion("move a service that is in use; this one is being deleted"));
    }
    if (found.controller().equals("EXTERNAL")) {
      add(
          XacctException.yours(service + " has the deployment controller EXTERNAL.")
              .evidence("Its task sets belong to another tool, which this goal does not support.")
              .suggestion("let that tool hand it over: aws ecs update-service with")
              .suggestion("--deployment-controller type=ECS"));
    }
    if (found.ofCodeDeploy() && found.group().isEmpty()) {
      add(
          XacctException.yours(
                  """
                  There is no deployment group %s in CodeDeploy application %s, from \
                  which the target groups would be read."""
                      .formatted(
                          wanted.environment().deploymentGroup(),
                          wanted.environment().application()))
              .suggestion("correct <application> or <deploymentGroup> of this environment"));
    }
    String deployed =
        String.join(
            ", ",
            MoveJson.texts(
                found.group().orElseGet(MoveJson::object).path("ecsServices"), "serviceName"));
    if (!deployed.isEmpty() && !deployed.equals(found.name())) {
      add(
          XacctException.yours(
                  "Deployment group %s does not deploy service %s alone."
                      .formatted(wanted.environment().deploymentGroup(), found.name()))
              .evidence("It deploys: " + deployed)
              .suggestion("correct <deploymentGroup> or <service> of this environment"));
    }
    if (found.desired() == 0) {
      add(
          XacctException.yours(
                  service + " has the desired count 0, so that no step can be checked.")
              .suggestion("let it run: aws ecs update-service --cluster " + found.cluster())
              .suggestion("--service " + found.name() + " --desired-count 1"));
    }
    if (found.json().path("taskDefinitionStatus").asText().equals("INACTIVE")) {
      add(
          XacctException.yours(
                  "Task definition "
                      + found.taskDefinition()
                      + " is INACTIVE, so that no second service can be created with it.")
              .suggestion("deploy once more by the present engine, and do not deregister the task")
              .suggestion("definition that runs"));
    }
    if (found.service().path("schedulingStrategy").asText().equals("DAEMON")) {
      add(
          XacctException.yours(service + " has the scheduling strategy DAEMON.")
              .evidence("ECS deploys such a service by rolling updates only.")
              .suggestion("leave it as it is, or create a service with the strategy REPLICA"));
    }
    if (wanted.way() != Way.IN_PLACE
        && MoveJson.stream(found.service().path("deployments"))
            .anyMatch(d -> !d.path("volumeConfigurations").isEmpty())) {
      add(
          XacctException.yours(service + " configures volumes of its tasks at launch.")
              .evidence("This goal does not copy volumeConfigurations to a second service.")
              .suggestion("move the service in place, or create the second service by hand"));
    }
    if (found.service().path("resourceManagementType").asText().equals("ECS")) {
      add(
          XacctException.yours(service + " is an Express service, whose resources ECS manages.")
              .suggestion("leave it to ECS: it deploys such a service by canary itself"));
    }
  }

  /** Checks that the service and the leftovers of earlier moves allow this way. */
  private void way() {
    if (found.secondService()) {
      String second = wanted.way().second(found.name());
      add(
          XacctException.yours(
                  "There is a service " + second + " already, and no move is under way.")
              .suggestion("delete what is left over: aws ecs delete-service --force --cluster")
              .suggestion(found.cluster() + " --service " + second));
    }
    String left = found.json().path("leftTargetGroup").asText();
    if (!left.isEmpty()) {
      add(
          XacctException.yours(
                  "There is a target group " + left + " already, and no move is under way.")
              .suggestion("delete what is left over, and its sibling if it has one: aws elbv2")
              .suggestion("delete-target-group"));
    }
    if (wanted.way() == Way.BACK && found.ofCodeDeploy()) {
      add(
          XacctException.yours(service + " is deployed by CodeDeploy already.")
              .suggestion(
                  "the way back begins at a service that ECS deploys; leave out"
                      + " -Dxacct.way=back"));
    }
    if (wanted.way() == Way.BACK && !found.json().path("application").asBoolean()) {
      String application = wanted.environment().application();
      add(
          XacctException.yours("There is no CodeDeploy application " + application + ".")
              .suggestion(
                  "aws deploy create-application --compute-platform ECS --application-name "
                      + application
                      + " --region "
                      + wanted.environment().region()));
    }
  }

  private void inFlight() {
    if (found.begun()) {
      return; // by a step of the move, whose end the next step awaits
    }
    if (!found.inFlight().isEmpty()) {
      var problem =
          XacctException.yours("A deployment of service " + found.name() + " is in flight.")
              .evidence("Deployments: " + String.join(", ", found.inFlight()))
              .suggestion("wait until it has ended: mvn xacct:wait -Denv=" + environment());
      if (found.ofCodeDeploy()) {
        problem =
            problem
                .suggestion("or end its termination wait: aws deploy continue-deployment")
                .suggestion(
                    "--deployment-wait-type TERMINATION_WAIT --deployment-id "
                        + found.inFlight().get(0));
      }
      add(problem.suggestion("and switch off whatever starts deployments, until the move is over"));
    } else {
      keptTaskSets();
    }
  }

  /** Checks for a second task set: with KEEP_ALIVE, CodeDeploy keeps the original one. */
  private void keptTaskSets() {
    var others =
        MoveJson.stream(found.service().path("taskSets"))
            .filter(set -> !set.path("status").asText().equals("PRIMARY"))
            .map(set -> set.path("id").asText())
            .toList();
    if (!others.isEmpty()) {
      add(
          XacctException.yours(
                  service + " has a second task set, although no deployment is in flight.")
              .evidence("Not PRIMARY: " + String.join(", ", others))
              .suggestion("delete what an earlier deployment has left: aws ecs delete-task-set")
              .suggestion(
                  "--cluster %s --service %s --force --task-set %s"
                      .formatted(found.cluster(), found.name(), others.get(0))));
    }
  }

  private String environment() {
    return wanted.environment().name();
  }

  /**
   * "You can't update a service from the ECS deployment controller to any of the other controllers
   * if it uses VPC Lattice or Amazon ECS Service Connect." AWS does not document the other
   * direction. Source: ECS developer guide, "Update service parameters".
   */
  private void networking() {
    connected("serviceConnectConfiguration", "Service Connect");
    connected("vpcLatticeConfigurations", "VPC Lattice");
    if (MoveJson.stream(found.service().path("loadBalancers"))
        .anyMatch(balancer -> balancer.hasNonNull("loadBalancerName"))) {
      add(
          XacctException.yours(service + " is behind a Classic Load Balancer.")
              .suggestion("put it behind an Application or Network Load Balancer first"));
    }
  }

  private void connected(String member, String name) {
    boolean used =
        MoveJson.stream(found.service().path("deployments"))
            .map(deployment -> deployment.path(member))
            .anyMatch(c -> c.isArray() ? !c.isEmpty() : c.path("enabled").asBoolean());
    if (used) {
      add(
          XacctException.yours(
                  service
                      + " uses "
                      + name
                      + ", and this goal moves services by load balancer rules alone.")
              .suggestion("move it by hand, after a try with a copy of the service: ECS can shift")
              .suggestion("its traffic too, but cannot change its controller afterwards"));
    }
  }

  private void role() {
    role(
        found.role(),
        "infrastructure role " + wanted.infrastructureRole(),
        "with which ECS changes the load balancer",
        "infrastructure-role",
        "-Dxacct.infrastructureRole=NAME");
    wanted
        .roleOfHooks()
        .ifPresent(
            role ->
                role(
                    found.hookRole(),
                    "role " + role,
                    "with which ECS invokes the functions of the AppSpec's hooks",
                    "hook-role",
                    "-Dxacct.hookRole=NAME (none leaves the hooks out)"));
  }

  private void role(JsonNode seen, String role, String purpose, String files, String otherwise) {
    if (seen.path("missing").asBoolean()) {
      add(
          XacctException.yours("There is no " + role + ", " + purpose + ".")
              .suggestion("create it with the documents " + files + "-trust.json and")
              .suggestion(files + "-policy.json of target/xacct/ENV/migration, or name")
              .suggestion("another one: " + otherwise));
    }
    JsonNode trust = seen.path("trust");
    if (trust.isObject() && !trust.toString().contains("\"ecs.amazonaws.com\"")) {
      add(
          XacctException.yours("The " + role + " does not trust ECS.")
              .evidence("Its trust policy: " + trust)
              .suggestion("let ecs.amazonaws.com assume it:")
              .suggestion(files + "-trust.json of target/xacct/ENV/migration"));
    }
  }
}
