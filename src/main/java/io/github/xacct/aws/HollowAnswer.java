package io.github.xacct.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** An answer that lacks what AWS always gives: somebody else's, or cut short. */
final class HollowAnswer extends SdkClientException {
  private static final long serialVersionUID = 1;

  HollowAnswer(String message) {
    super(SdkClientException.builder().message(message));
  }
}
