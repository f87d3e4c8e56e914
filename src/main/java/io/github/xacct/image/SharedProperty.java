package io.github.xacct.image;

import org.jspecify.annotations.Nullable;

/** A system property that is set while at least one user needs it, and restored afterwards. */
public final class SharedProperty {
  private final String name;
  private final String value;
  private int users;
  private @Nullable String before;

  public SharedProperty(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** Sets the property; each call requires one of {@link #end}. */
  public synchronized void begin() {
    if (users++ == 0) {
      before = System.getProperty(name);
      System.setProperty(name, value);
    }
  }

  public synchronized void end() {
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
