package io.github.xacct.revision.rules;

/**
 * One violation of AWS's rules by a task definition or an AppSpec.
 *
 * @param path in the document, such as {@code containerDefinitions[1].image}
 * @param what is wrong, without the path
 * @param hint the correction, which begins with a comma; may be empty
 * @param weight its consequence
 * @param code AWS's error code, if AWS refuses it
 * @param aws AWS's message if it is known, otherwise this plugin's
 */
public record Violation(
    String path, String what, String hint, Weight weight, String code, String aws) {

  /** ECS's usual error code. */
  public static final String CLIENT_EXCEPTION = "ClientException";

  /** The consequence of a violation. */
  public enum Weight {
    /** AWS refuses the call. */
    REFUSED,
    /** AWS accepts it, but no task starts, or a task runs in a wrong environment. */
    UNUSABLE,
    /** It may be intended, or no source documents that AWS refuses it. */
    DOUBTFUL
  }
}
