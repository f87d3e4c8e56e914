package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What CloudFormation knows of one type of resource.
 *
 * @param name such as {@code AWS::IAM::Role}
 * @param schema of its properties, AWS's own
 * @param naming how its ids are made, ours
 */
public record ResourceType(String name, JsonNode schema, ResourceNaming naming) {

  /** Whether another value of a property needs another resource. */
  public enum Recreation {
    ALWAYS("Always"),
    CONDITIONALLY("Conditionally"),
    NEVER("Never");

    private final String word;

    Recreation(String word) {
      this.word = word;
    }

    /** As DescribeChangeSet says it. */
    public String word() {
      return word;
    }
  }

  /** What another value of a top-level property leads to. */
  public Recreation recreation(String property) {
    return listed("createOnlyProperties", property)
        ? Recreation.ALWAYS
        : listed("conditionalCreateOnlyProperties", property)
            ? Recreation.CONDITIONALLY
            : Recreation.NEVER;
  }

  /** Whether a property cannot be read back, such as a secret's text: drift never reports it. */
  public boolean writeOnly(String property) {
    return listed("writeOnlyProperties", property);
  }

  /** Whether the stack's tags are put on it. */
  public boolean taggable() {
    return schema.has("tags");
  }

  /** Attributes that {@code Fn::GetAtt} gives. */
  public Set<String> attributes() {
    return new TreeSet<>(naming.attributes().keySet());
  }

  /** The capability that a template with such a resource needs. */
  Optional<String> capability(JsonNode properties) {
    boolean named =
        List.of("RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName")
            .stream()
            .anyMatch(properties::has);
    return name.startsWith("AWS::IAM::") && !name.equals("AWS::IAM::ServiceLinkedRole")
        ? Optional.of(named && namesItself() ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM")
        : Optional.empty();
  }

  /** A policy's RoleName or Roles are no names of its own. */
  private boolean namesItself() {
    return !naming.nameProperty().isEmpty();
  }

  private boolean listed(String member, String property) {
    return StreamSupport.stream(schema.path(member).spliterator(), false)
        .anyMatch(path -> path.asText().equals(property));
  }
}
