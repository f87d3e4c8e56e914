package dup;

public final class Which {
  private Which() {}

  public static String name() {
    return "second";
  }
}
