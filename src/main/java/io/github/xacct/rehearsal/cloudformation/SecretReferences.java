package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.DynamicReferences;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.readonly.Parameters;
import io.github.xacct.rehearsal.readonly.SecretsManager;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Resolves a resource's dynamic references to secrets. The stack keeps the references, so that no
 * event and no change set contains a secret. Source: CloudFormation user guide, "Get a secret or
 * secret value from Secrets Manager"; error messages are those of public reports.
 */
final class SecretReferences {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ResourceStore store;
  private final AccountRegion place;
  private final List<String> problems = new ArrayList<>();

  private SecretReferences(ResourceStore store, AccountRegion place) {
    this.store = store;
    this.place = place;
  }

  /** Returns the properties with resolved secrets; fails if one does not exist. */
  static ObjectNode resolved(ResourceStore store, AccountRegion place, ObjectNode properties)
      throws HandlerFailed {
    SecretReferences secrets = new SecretReferences(store, place);
    ObjectNode resolved = secrets.resolved(properties);
    if (!secrets.problems.isEmpty()) {
      throw new HandlerFailed(secrets.problems.get(0));
    }
    return resolved;
  }

  /** Returns the properties with resolved secrets; references to missing secrets are kept. */
  static ObjectNode known(ResourceStore store, AccountRegion place, ObjectNode properties) {
    return new SecretReferences(store, place).resolved(properties);
  }

  private ObjectNode resolved(ObjectNode properties) {
    JsonNode copy = properties.deepCopy();
    copy = DynamicReferences.replaced(copy, "secretsmanager", this::secret);
    return (ObjectNode) DynamicReferences.replaced(copy, "ssm-secure", this::secure);
  }

  private String problem(String service, String reference, String problem) {
    problems.add(problem);
    return "{{resolve:" + service + ":" + reference + "}}";
  }

  private String secure(String reference) {
    return Parameters.secureValue(store, place, reference)
        .orElseGet(
            () -> problem("ssm-secure", reference, "Parameter " + reference + " cannot be found."));
  }

  /**
   * Resolves {@code SECRET:SecretString:KEY:STAGE:VERSION}, of which only the first part is
   * required.
   */
  private String secret(String reference) {
    boolean arn = reference.startsWith("arn:");
    String[] parts = reference.split(":", -1);
    int words = Math.min(parts.length, arn ? 7 : 1);
    String id = String.join(":", Arrays.copyOf(parts, words));
    String key = parts.length > words + 1 ? parts[words + 1] : "";
    Optional<String> text =
        SecretsManager.find(store, place, id)
            .map(secret -> secret.properties().path("SecretString").asText());
    if (text.isEmpty()) {
      return problem(
          "secretsmanager", reference, "Secrets Manager can't find the specified secret.");
    }
    return key.isEmpty()
        ? text.get()
        : member(text.get(), key)
            .orElseGet(
                () ->
                    problem(
                        "secretsmanager",
                        reference,
                        "Could not find a value associated with JSONKey in SecretString"));
  }

  private static Optional<String> member(String text, String key) {
    try {
      JsonNode value = JSON.readTree(text).path(key);
      return value.isValueNode() ? Optional.of(value.asText()) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
