package io.github.xacct.model;

/** The text of an exception, even if it has no message. */
public final class ErrorText {
  private ErrorText() {}

  /** Returns the message, or the exception's name if it has none. */
  public static String of(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
