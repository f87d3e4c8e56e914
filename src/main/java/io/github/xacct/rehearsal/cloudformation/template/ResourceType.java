package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * A resource type of CloudFormation.
 *
 * @param name such as {@code AWS::IAM::Role}
 * @param schema AWS's schema of its properties
 * @param naming format of its IDs, which the schema does not contain
 */
public record ResourceType(String name, JsonNode schema, ResourceNaming naming) {

  /** Whether a changed property requires replacement of the resource. */
  public enum Recreation {
    ALWAYS("Always"),
    CONDITIONALLY("Conditionally"),
    NEVER("Never");

    private final String word;

    Recreation(String word) {
      this.word = word;
    }

    /** Returns the RequiresRecreation value of DescribeChangeSet. */
    public String word() {
      return word;
    }
  }

  /** Returns whether a change of a top-level property requires replacement. */
  public Recreation recreation(String property) {
    return listed("createOnlyProperties", property)
        ? Recreation.ALWAYS
        : listed("conditionalCreateOnlyProperties", property)
            ? Recreation.CONDITIONALLY
            : Recreation.NEVER;
  }

  /**
   * Returns whether a property cannot be read, such as a secret's text; drift detection ignores it.
   */
  public boolean writeOnly(String property) {
    return listed("writeOnlyProperties", property);
  }

  /** Returns whether the stack's tags are propagated to it. */
  public boolean taggable() {
    return schema.has("tags");
  }

  /** Returns the attributes of {@code Fn::GetAtt}. */
  public Set<String> attributes() {
    return new TreeSet<>(naming.attributes().keySet());
  }

  /** Returns the capability that a template with such a resource requires, or empty. */
  Optional<String> capability(JsonNode properties) {
    boolean named =
        List.of("RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName")
            .stream()
            .anyMatch(properties::has);
    return name.startsWith("AWS::IAM::") && !name.equals("AWS::IAM::ServiceLinkedRole")
        ? Optional.of(named && namesItself() ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM")
        : Optional.empty();
  }

  /** Returns whether the type has a name of its own; a policy's RoleName or Roles are not. */
  private boolean namesItself() {
    return !naming.nameProperty().isEmpty();
  }

  private boolean listed(String member, String property) {
    return StreamSupport.stream(schema.path(member).spliterator(), false)
        .anyMatch(path -> path.asText().equals(property));
  }
}
