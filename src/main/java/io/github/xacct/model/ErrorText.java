package io.github.xacct.model;

/** The message of an exception, which may be nothing. */
public final class ErrorText {
  private ErrorText() {}

  /** The message, or the name of the exception where it has none. */
  public static String of(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
