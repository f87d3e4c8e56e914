package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A read request in the spelling of AWS's API reference. Equal questions are sent once.
 *
 * @param side the credentials and region to send it with
 * @param action in IAM's form, such as {@code ecs:DescribeServices}
 * @param input parameters of the request
 */
public record Question(Side side, String action, ObjectNode input) {

  /**
   * Not an IAM action: sends GET to {@code Uri}, with the header {@code Host} if present; on the
   * target side through the Lambda function {@code Function}.
   */
  public static final String HTTP_GET = "http:Get";

  /** The credentials of a question. */
  public enum Side {
    /** The builder's, in the registry's region. */
    BUILDER,
    /** Those of the environment's role, in the environment's region. */
    TARGET
  }

  static Question builder(String action) {
    return new Question(Side.BUILDER, action, JsonNodeFactory.instance.objectNode());
  }

  static Question target(String action) {
    return new Question(Side.TARGET, action, JsonNodeFactory.instance.objectNode());
  }

  /** The same question with another string. */
  Question with(String name, String value) {
    return new Question(side, action, input.deepCopy().put(name, value));
  }

  /** The same question with another list of strings. */
  Question with(String name, Iterable<String> values) {
    var more = input.deepCopy();
    var array = more.putArray(name);
    values.forEach(array::add);
    return new Question(side, action, more);
  }

  /** The same question with another structure. */
  Question with(String name, com.fasterxml.jackson.databind.JsonNode value) {
    ObjectNode more = input.deepCopy();
    more.set(name, value);
    return new Question(side, action, more);
  }
}
