package io.github.xacct.rehearsal.cloudformation.template;

import java.util.Optional;

/** The existing resources of a stack by logical ID, for {@code Ref} and {@code Fn::GetAtt}. */
public interface ExistingResources {
  /** Returns the physical ID; empty if the resource does not exist yet. */
  Optional<String> physicalId(String logicalId);

  /** Returns an attribute; empty if the resource does not exist yet. */
  Optional<String> attribute(String logicalId, String attribute);
}
