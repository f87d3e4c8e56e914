package io.github.xacct.rehearsal.cloudformation.template;

import java.util.Optional;

/** What stands already, by logical id: what {@code Ref} and {@code Fn::GetAtt} ask. */
public interface ExistingResources {
  /** The physical id; empty if nothing stands there yet. */
  Optional<String> physicalId(String logicalId);

  /** An attribute of what stands there. */
  Optional<String> attribute(String logicalId, String attribute);
}
