package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;

/** What the names in a template stand for. */
interface NameScope {
  /** What {@code Ref} gives: a parameter, a pseudo parameter or a resource's physical id. */
  JsonNode ref(String name);

  /** What {@code Fn::GetAtt} gives. */
  JsonNode attribute(String resource, String attribute);

  boolean condition(String name);

  /** What {@code Fn::FindInMap} gives. */
  JsonNode mapped(String map, String key, String second);

  /** What {@code Fn::ImportValue} gives. */
  JsonNode imported(String name);

  /** What stands in the place of a reference to the Parameter Store. */
  String parameter(String reference);
}
