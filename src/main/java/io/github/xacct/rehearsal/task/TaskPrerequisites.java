package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.readonly.Parameters;
import io.github.xacct.rehearsal.readonly.SecretReference;
import io.github.xacct.rehearsal.readonly.SecretsManager;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks what must exist before ECS can start a task: roles that trust it, secrets, parameters, the
 * log group. Source: ECS developer guide, "Stopped tasks error messages" and "Troubleshooting
 * service event messages".
 */
public final class TaskPrerequisites {
  private static final String PULL =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
          + " retrieval failed: unable to retrieve ";

  private final ResourceStore store;
  private final Iam iam;

  public TaskPrerequisites(ResourceStore store) {
    this.store = store;
    this.iam = new Iam(store);
  }

  /** Returns the service event that explains why no task is created, or empty. */
  public Optional<String> refusal(AccountRegion place, TaskDefinitionRevision definition) {
    return Stream.of("executionRoleArn", "taskRoleArn")
        .map(role -> definition.node().path(role).asText())
        .filter(role -> !role.isEmpty())
        .filter(role -> !iam.trusts(role, "ecs-tasks.amazonaws.com", place.arn("ecs", "*")))
        .findFirst()
        .map(
            role ->
                """
                ECS was unable to assume the role '%s' that was provided for this task. \
                Please verify that the role being passed has the proper trust \
                relationship and permissions and that your IAM user has permissions to \
                pass this role."""
                    .formatted(role));
  }

  /** Checks that the secrets, parameters and log group of a container exist and are permitted. */
  public void check(
      AccountRegion place,
      TaskDefinitionRevision definition,
      JsonNode container,
      Caller executionRole)
      throws CannotStart {
    JsonNode log = container.path("logConfiguration");
    for (JsonNode list : List.of(container.path("secrets"), log.path("secretOptions"))) {
      for (JsonNode secret : list) {
        check(place, secret.path("valueFrom").asText(), executionRole);
      }
    }
    boolean creates = log.at("/options/awslogs-create-group").asBoolean();
    String group = log.at("/options/awslogs-group").asText();
    if (log.path("logDriver").asText().equals("awslogs")
        && !creates
        && !store.has(place, ResourceTypeNames.LOG_GROUP, group)) {
      throw new CannotStart(
          "ResourceInitializationError: failed to validate logger args: create stream has been"
              + " retried 1 times: failed to create Cloudwatch log stream:"
              + " ResourceNotFoundException: The specified log group does not exist. : exit status"
              + " 1");
    }
  }

  private void check(AccountRegion place, String from, Caller role) throws CannotStart {
    if (from.contains(":secretsmanager:")) {
      checkSecret(place, from, role);
    } else {
      checkParameter(place, from, role);
    }
  }

  private void checkSecret(AccountRegion place, String from, Caller role) throws CannotStart {
    String arn = SecretReference.arn(from);
    if (!may(role, "secretsmanager:GetSecretValue", arn)) {
      throw CannotStart.cannotReadSecret(arn, role);
    }
    String retried = "secret from asm: service call has been retried 1 time(s): ";
    Resource secret =
        SecretsManager.find(store, place, arn)
            .orElseThrow(
                () ->
                    new CannotStart(
                        """
                        %s%sfailed to fetch secret %s from secrets manager: \
                        ResourceNotFoundException: Secrets Manager can't find the specified \
                        secret."""
                            .formatted(PULL, retried, arn)));
    String text = secret.properties().path("SecretString").asText();
    Optional<String> key = SecretReference.key(from);
    if (key.filter(k -> !SecretReference.hasKey(text, k)).isPresent()) {
      throw new CannotStart(
          PULL
              + retried
              + "retrieved secret from Secrets Manager did not contain json key "
              + key.get());
    }
  }

  private void checkParameter(AccountRegion place, String from, Caller role) throws CannotStart {
    String retried = "secrets from ssm: service call has been retried 1 time(s): ";
    String arn =
        from.startsWith("arn:")
            ? from
            : place.arn("ssm", "parameter/" + from.replaceFirst("^/", ""));
    if (!may(role, "ssm:GetParameters", arn)) {
      throw new CannotStart(
          """
          %s%sAccessDeniedException: User: %s is not authorized to perform: ssm:GetParameters \
          on resource: %s because no identity-based policy allows the ssm:GetParameters action"""
              .formatted(PULL, retried, role.arn(), arn));
    }
    if (Parameters.find(store, place, from).isEmpty()) {
      throw new CannotStart(PULL + retried + "invalid parameters: " + from);
    }
  }

  private boolean may(Caller role, String action, String resource) {
    return iam.decide(role.principalArn(), action, resource, Map.of()).allowed();
  }
}
