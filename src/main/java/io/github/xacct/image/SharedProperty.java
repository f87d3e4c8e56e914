package io.github.xacct.image;

/** A system property that has a value while somebody needs it, and its former value after that. */
final class SharedProperty {
  private final String name;
  private final String value;
  private int users;
  private String before;

  SharedProperty(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** Each call needs its {@link #end}. */
  synchronized void begin() {
    if (users++ == 0) {
      before = System.getProperty(name);
      System.setProperty(name, value);
    }
  }

  synchronized void end() {
    if (--users > 0) {
      return;
    }
    if (before == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, before);
    }
  }
}
