package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;

/** Resolves the names in a template. */
interface NameScope {
  /**
   * Returns the value of {@code Ref}: a parameter, a pseudo parameter or a resource's physical ID.
   */
  JsonNode ref(String name);

  /** Returns the value of {@code Fn::GetAtt}. */
  JsonNode attribute(String resource, String attribute);

  boolean condition(String name);

  /** Returns the value of {@code Fn::FindInMap}. */
  JsonNode mapped(String map, String key, String second);

  /** Returns the value of {@code Fn::ImportValue}. */
  JsonNode imported(String name);

  /** Returns the value of a dynamic reference to the Parameter Store. */
  String parameter(String reference);
}
