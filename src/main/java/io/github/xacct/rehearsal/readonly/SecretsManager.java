package io.github.xacct.rehearsal.readonly;

import io.github.xacct.rehearsal.plan.Place;
import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Nodes;
import io.github.xacct.rehearsal.wire.Service;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.Estate.Thing;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Secrets Manager, as far as reading: a secret is found by its ARN, by its ARN without the six
 * random characters, and by its name. Source: Secrets Manager API reference.
 */
public final class SecretsManager implements Service {
  private final Estate estate;
  private final Instant started = Instant.now();

  public SecretsManager(Estate estate) {
    this.estate = estate;
  }

  @Override
  public String signingName() {
    return "secretsmanager";
  }

  @Override
  public ObjectNode answer(Call call) {
    Thing secret =
        find(estate, call.place(), call.text("SecretId"))
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

  /** The secret that an ARN, part of an ARN or a name means. */
  public static Optional<Thing> find(Estate estate, Place place, String id) {
    return estate.things(place, Type.SECRET).stream()
        .filter(
            s ->
                s.id().equals(id)
                    || s.id().replaceFirst("-[A-Za-z0-9]{6}$", "").equals(id)
                    || name(s).equals(id))
        .findFirst();
  }

  private static String name(Thing secret) {
    return secret.properties().path("Name").asText();
  }

  private ObjectNode describe(Thing secret) {
    ObjectNode node = Nodes.object().put("ARN", secret.id()).put("Name", name(secret));
    node.put("CreatedDate", Nodes.time(started)).put("LastChangedDate", Nodes.time(started));
    if (secret.properties().hasNonNull("KmsKeyId")) {
      node.put("KmsKeyId", secret.properties().path("KmsKeyId").asText());
    }
    node.putObject("VersionIdsToStages").putArray(version(secret)).add("AWSCURRENT");
    return node;
  }

  private ObjectNode value(Thing secret) {
    ObjectNode node = Nodes.object().put("ARN", secret.id()).put("Name", name(secret));
    node.put("VersionId", version(secret));
    node.put("SecretString", secret.properties().path("SecretString").asText());
    node.putArray("VersionStages").add("AWSCURRENT");
    return node.put("CreatedDate", Nodes.time(started));
  }

  private static String version(Thing secret) {
    return UUID.nameUUIDFromBytes(secret.id().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toString();
  }
}
