package io.github.xacct.rehearsal;

/** An error that AWS would answer: HTTP status, code and message. */
final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** The usual client error of a JSON service. */
  static AwsError badRequest(String code, String message) {
    return new AwsError(400, code, message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
