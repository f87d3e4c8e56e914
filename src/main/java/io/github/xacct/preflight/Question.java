package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request that only reads, as AWS's API reference spells it. Equal questions are asked once.
 *
 * @param side whose credentials ask, and in which region
 * @param action as IAM calls it, such as {@code ecs:DescribeServices}
 * @param input the request
 */
public record Question(Side side, String action, ObjectNode input) {

  /**
   * No action of IAM's: GET of {@code Uri}, under the name {@code Host} if there is one, on the
   * target's side by the Lambda {@code Function}.
   */
  public static final String HTTP_GET = "http:Get";

  /** Whose credentials a question is sent with. */
  public enum Side {
    /** The builder, in the registry's region. */
    BUILDER,
    /** The environment's role, in the environment's region. */
    TARGET
  }

  static Question builder(String action) {
    return new Question(Side.BUILDER, action, JsonNodeFactory.instance.objectNode());
  }

  static Question target(String action) {
    return new Question(Side.TARGET, action, JsonNodeFactory.instance.objectNode());
  }

  /** The same with one more text. */
  Question with(String name, String value) {
    return new Question(side, action, input.deepCopy().put(name, value));
  }

  /** The same with one more list of texts. */
  Question with(String name, Iterable<String> values) {
    var more = input.deepCopy();
    var array = more.putArray(name);
    values.forEach(array::add);
    return new Question(side, action, more);
  }

  /** The same with one more structure. */
  Question with(String name, com.fasterxml.jackson.databind.JsonNode value) {
    ObjectNode more = input.deepCopy();
    more.set(name, value);
    return new Question(side, action, more);
  }
}
