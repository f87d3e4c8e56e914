package io.github.xacct.revision.rules;

/**
 * One thing that is wrong with a task definition or an AppSpec.
 *
 * @param path where in the document, such as {@code containerDefinitions[1].image}
 * @param what is wrong, without the place
 * @param hint what to write, beginning with a comma; may be empty
 * @param weight what comes of it
 * @param code AWS's error, where AWS refuses
 * @param aws AWS's sentence as far as it is known, else ours
 */
public record Violation(
    String path, String what, String hint, Weight weight, String code, String aws) {

  /** ECS's usual error. */
  public static final String CLIENT_EXCEPTION = "ClientException";

  /** What comes of a violation. */
  public enum Weight {
    /** AWS refuses the call. */
    REFUSED,
    /** AWS takes it, but no task starts, or what starts is not of this environment. */
    UNUSABLE,
    /** No source says that AWS refuses it, or it may be meant. */
    DOUBTFUL
  }
}
