package io.github.xacct.rehearsal.ecr;

/** An error of a registry: HTTP status, OCI error code and message. */
final class RegistryError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  RegistryError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
