package io.github.xacct.image.registry;

import java.util.function.Supplier;

/** A registry's password, requested once, and again only when the registry rejects it. */
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

  /** Requests a new password, unless another thread has already replaced the expired one. */
  public synchronized void renew(String expired) {
    if (current.equals(expired)) {
      current = source.get();
    }
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "RegistryPassword";
  }
}
