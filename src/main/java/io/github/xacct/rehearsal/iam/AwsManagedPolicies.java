package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The documents of the AWS managed policies that the documentation or a template names. Source: AWS
 * managed policy reference guide.
 */
final class AwsManagedPolicies {
  private static final JsonNode ALL = read();

  private AwsManagedPolicies() {}

  /**
   * Returns the document of a policy such as {@code arn:aws:iam::aws:policy/AdministratorAccess};
   * empty if it is not included.
   */
  static Optional<String> document(String arn) {
    int at = arn.indexOf(":iam::aws:policy/");
    String name = at < 0 ? "" : arn.substring(arn.indexOf('/', at) + 1);
    return Optional.ofNullable(ALL.get(name)).map(JsonNode::toString);
  }

  private static JsonNode read() {
    try (InputStream in = AwsManagedPolicies.class.getResourceAsStream("managed-policies.json")) {
      return Json.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
