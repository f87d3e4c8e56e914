package com.example.greeting;

/** What the app says. */
public final class Greeting {
  private Greeting() {}

  public static String text() {
    return "hello from the other module";
  }
}
