package io.github.xacct.rehearsal;

/** What CloudFormation answers to a call that it refuses. */
final class StackErrors {
  private StackErrors() {}

  static AwsError invalid(String message) {
    return AwsError.badRequest("ValidationError", message);
  }
}
