package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The API of Secrets Manager, as far as reading. A secret is found by its ARN, by its ARN without
 * the six random characters, and by its name. Source: Secrets Manager API reference.
 */
public final class SecretsManager implements Service {
  private final ResourceStore store;
  private final Instant started = Instant.now();

  public SecretsManager(ResourceStore store) {
    this.store = store;
  }

  @Override
  public String signingName() {
    return "secretsmanager";
  }

  @Override
  public ObjectNode answer(Call call) {
    Resource secret =
        find(store, call.place(), call.text("SecretId"))
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "ResourceNotFoundException",
                        "Secrets Manager can't find the specified secret."));
    return switch (call.operation()) {
      case "DescribeSecret" -> describe(secret);
      case "GetSecretValue" -> value(secret);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  /** Returns the secret of an ARN, a partial ARN or a name. */
  public static Optional<Resource> find(ResourceStore store, AccountRegion place, String id) {
    return store.resources(place, ResourceTypeNames.SECRET).stream()
        .filter(
            s ->
                s.id().equals(id)
                    || s.id().replaceFirst("-[A-Za-z0-9]{6}$", "").equals(id)
                    || name(s).equals(id))
        .findFirst();
  }

  private static String name(Resource secret) {
    return secret.properties().path("Name").asText();
  }

  private ObjectNode describe(Resource secret) {
    ObjectNode node = Json.object().put("ARN", secret.id()).put("Name", name(secret));
    node.put("CreatedDate", Json.time(started)).put("LastChangedDate", Json.time(started));
    if (secret.properties().hasNonNull("KmsKeyId")) {
      node.put("KmsKeyId", secret.properties().path("KmsKeyId").asText());
    }
    node.putObject("VersionIdsToStages").putArray(version(secret)).add("AWSCURRENT");
    return node;
  }

  private ObjectNode value(Resource secret) {
    ObjectNode node = Json.object().put("ARN", secret.id()).put("Name", name(secret));
    node.put("VersionId", version(secret));
    node.put("SecretString", secret.properties().path("SecretString").asText());
    node.putArray("VersionStages").add("AWSCURRENT");
    return node.put("CreatedDate", Json.time(started));
  }

  private static String version(Resource secret) {
    return UUID.nameUUIDFromBytes(secret.id().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toString();
  }
}
