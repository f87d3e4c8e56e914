package io.github.xacct.image.registry;

import java.util.function.Supplier;

/** A registry's password, asked for once, and again only when the registry takes it no more. */
public final class RegistryPassword {
  private final Supplier<String> source;
  private String current;

  public RegistryPassword(Supplier<String> source) {
    this.source = source;
    this.current = source.get();
  }

  public synchronized String get() {
    return current;
  }

  /** Of several that find the same password expired, only the first asks for a new one. */
  public synchronized void renew(String expired) {
    if (current.equals(expired)) {
      current = source.get();
    }
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "RegistryPassword";
  }
}
