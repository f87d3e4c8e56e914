package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;

/** Reads what a move needs of a service, in the order in which resources refer to each other. */
public final class MovedServiceReader {
  private final AccountReads reads;
  private final MigrationRequest wanted;
  private final Environment environment;
  private final ObjectNode json;

  private MovedServiceReader(Account account, MigrationRequest wanted) {
    this.reads = new AccountReads(account);
    this.wanted = wanted;
    this.environment = wanted.environment();
    this.json = reads.json();
  }

  /**
   * Reads the service and all that a move of it needs.
   *
   * @throws XacctException if the service does not exist, or AWS refuses the read
   */
  public static Found at(Account account, MigrationRequest wanted) {
    var look = new MovedServiceReader(account, wanted);
    look.service();
    new CodeDeployReader(look.reads, look.environment).read();
    look.scaling();
    look.taskDefinition();
    var begun = new BegunMoveReader(look.reads, wanted.way(), look.environment);
    var bearer = begun.bearer();
    new LoadBalancingReader(look.reads, wanted.way()).read(bearer);
    begun.read(bearer);
    look.role();
    return look.reads.found();
  }

  private void service() {
    JsonNode service =
        reads
            .read(
                MoveRequest.service(environment.cluster(), environment.service())
                    .with("include", List.of("TAGS")))
            .map(answer -> answer.path("services").path(0))
            .filter(JsonNode::isObject)
            .orElseThrow(
                () ->
                    XacctException.yours(
                            "There is no service %s in cluster %s."
                                .formatted(environment.service(), environment.cluster()))
                        .suggestion("correct <cluster> or <service> of this environment"));
    ((ObjectNode) service).remove("events");
    json.set("service", service);
  }

  /** Reads the auto scaling, which a second service gets too. */
  private void scaling() {
    if (wanted.way() == Way.IN_PLACE) {
      return;
    }
    scaling("ScalableTargets")
        .map(targets -> targets.path(0))
        .filter(JsonNode::isObject)
        .ifPresent(
            target -> {
              var scaling = json.putObject("scaling");
              scaling.set("target", target);
              scaling("ScalingPolicies").ifPresent(all -> scaling.set("policies", all));
              scaling("ScheduledActions").ifPresent(all -> scaling.set("actions", all));
            });
  }

  /** Reads the status of the task definition, with which a second service is created. */
  private void taskDefinition() {
    if (wanted.way() != Way.IN_PLACE) {
      reads
          .perhaps(
              MoveRequest.to(MoveRequest.ECS, "DescribeTaskDefinition")
                  .with("taskDefinition", reads.found().taskDefinition()))
          .ifPresent(
              answer ->
                  json.set("taskDefinitionStatus", answer.path("taskDefinition").path("status")));
    }
  }

  private Optional<JsonNode> scaling(String what) {
    return reads
        .perhaps(MoveRequest.scaling(what, environment.cluster(), environment.service()))
        .map(answer -> answer.path(what));
  }

  private void role() {
    var role = json.putObject("role");
    if (wanted.way() == Way.BACK) {
      var application =
          MoveRequest.to(MoveRequest.CODE_DEPLOY, "GetApplication")
              .with("applicationName", environment.application());
      json.put("application", reads.read(application).isPresent());
      return;
    }
    trust(role, wanted.infrastructureRole());
    if (reads.found().ofCodeDeploy()) {
      wanted.roleOfHooks().ifPresent(hooks -> trust(json.putObject("hookRole"), hooks));
    }
  }

  private void trust(ObjectNode role, RoleArn arn) {
    var request = MoveRequest.to("iam", "GetRole").with("RoleName", arn.name());
    try {
      reads
          .read(request)
          .map(answer -> answer.path("Role").path("AssumeRolePolicyDocument"))
          .ifPresentOrElse(
              document -> role.set("trust", TrustPolicy.of(document)),
              () -> role.put("missing", true));
    } catch (XacctException e) {
      role.put("unseen", e.getMessage());
    }
  }
}
