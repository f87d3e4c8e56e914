package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.rehearsal.wire.AwsError;

/** What CloudFormation answers to a call that it refuses. */
final class StackErrors {
  private StackErrors() {}

  static AwsError invalid(String message) {
    return AwsError.badRequest("ValidationError", message);
  }
}
