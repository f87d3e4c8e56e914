package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.rehearsal.wire.AwsError;

/** CloudFormation's errors for refused calls. */
final class StackErrors {
  private StackErrors() {}

  static AwsError invalid(String message) {
    return AwsError.badRequest("ValidationError", message);
  }
}
