package io.github.xacct.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Thrown if a response lacks a member that AWS always returns: it is truncated, or not AWS's own.
 */
final class IncompleteResponse extends SdkClientException {
  private static final long serialVersionUID = 1;

  IncompleteResponse(String message) {
    super(SdkClientException.builder().message(message));
  }
}
