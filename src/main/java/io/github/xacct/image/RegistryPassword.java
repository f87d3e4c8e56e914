package io.github.xacct.image;

import java.util.function.Supplier;

/** A registry's password, asked for once, and again only when the registry takes it no more. */
final class RegistryPassword {
  private final Supplier<String> source;
  private String current;

  RegistryPassword(Supplier<String> source) {
    this.source = source;
    this.current = source.get();
  }

  synchronized String get() {
    return current;
  }

  /** Of several that find the same password expired, only the first asks for a new one. */
  synchronized void renew(String expired) {
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
