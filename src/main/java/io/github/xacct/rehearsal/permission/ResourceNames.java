package io.github.xacct.rehearsal.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Call;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Translates the members of a request to what the resource's ARN contains: the deployment group of
 * a deployment, the ARN of a secret that is referred to by name, the default cluster if none is
 * specified.
 */
public final class ResourceNames {
  private final ResourceStore store;
  private final Identities identities;
  private final BiFunction<AccountRegion, String, Optional<String>> groupOfDeployment;

  /**
   * Finds the ARNs of the resources that a request names.
   *
   * @param groupOfDeployment returns {@code application/group} of a deployment ID
   */
  public ResourceNames(
      ResourceStore store,
      Identities identities,
      BiFunction<AccountRegion, String, Optional<String>> groupOfDeployment) {
    this.store = store;
    this.identities = identities;
    this.groupOfDeployment = groupOfDeployment;
  }

  /**
   * Returns the name or ARN; empty if there is none.
   *
   * @param kind in {@code permissions.txt}
   * @param value empty if the request has no such member
   */
  Optional<String> of(String kind, Call call, String value) {
    Optional<String> name = Optional.of(value).filter(v -> !v.isEmpty());
    return switch (kind) {
      case "cluster" -> Optional.of(ServiceKey.cluster(call.text("cluster")));
      case "configuration" -> name.or(() -> Optional.of(configuration(call)));
      case "privileged" -> Optional.of(String.valueOf(privileged(call)));
      case "deployment" -> name.flatMap(id -> groupOfDeployment.apply(call.place(), id));
      case "log-group" -> name.map(n -> n.replaceFirst("^arn:.*:log-group:", ""));
      case "definition" -> name.map(n -> n.startsWith("arn:") ? n : "task-definition/" + n);
      case "parameter" -> name.map(n -> n.replaceFirst("^/", ""));
      case "function" -> name.map(n -> n.replaceFirst("(^[^:]+|:function:[^:]+):[^:]+$", "$1"));
      case "secret" -> name.map(n -> secret(call, n));
      case "role" -> name.map(n -> identity(call, Identity.ROLE, n));
      case "user" -> Optional.of(name.map(n -> identity(call, Identity.USER, n)).orElse(me(call)));
      case "stack" -> name.map(ResourceNames::stack);
      default -> throw new IllegalArgumentException("permissions.txt has no kind " + kind);
    };
  }

  /** Returns the deployment configuration of the group, the default of a deployment. */
  private String configuration(Call call) {
    String group = call.text("applicationName") + "/" + call.text("deploymentGroupName");
    return store
        .find(call.place(), "AWS::CodeDeploy::DeploymentGroup", group)
        .map(g -> g.path("DeploymentConfigName").asText(""))
        .filter(name -> !name.isEmpty())
        .orElse("CodeDeployDefault.ECSAllAtOnce");
  }

  private static boolean privileged(Call call) {
    for (JsonNode container : call.input().path("containerDefinitions")) {
      if (container.path("privileged").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the ARN of a secret, because policies contain it and AWS appends six random characters.
   */
  private String secret(Call call, String name) {
    Map<String, ObjectNode> all = store.all(call.place(), "AWS::SecretsManager::Secret");
    return all.entrySet().stream()
        .filter(e -> e.getValue().path("Name").asText().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(name);
  }

  private String identity(Call call, String type, String name) {
    if (name.startsWith("arn:")) {
      return name;
    }
    String partition = new Region(call.region()).partition();
    return identities
        .named(call.caller().account(), partition, type, name)
        .map(Identity::arn)
        .orElse(name);
  }

  private static String me(Call call) {
    return call.caller().principalArn();
  }

  /** Returns a stack's ARN, or its name followed by {@code /*}. */
  private static String stack(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? nameOrArn : nameOrArn + "/*";
  }
}
