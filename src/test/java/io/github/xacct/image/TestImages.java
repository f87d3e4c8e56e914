package io.github.xacct.image;

import io.github.xacct.event.Reporter;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.image.registry.RegistryRetries;
import java.util.function.Consumer;

/** Images whose failed requests are retried without waiting. */
public final class TestImages {
  private static final int TRIES = 6;
  private static final int CONNECTIONS = 3;

  private TestImages() {}

  public static Images of(
      Caches caches, boolean offline, Reporter reporter, Consumer<String> debug) {
    var retries = new RegistryRetries(duration -> {}, debug, TRIES, CONNECTIONS);
    return new Images(caches, offline, RegistryLogins.none(), reporter, debug, retries);
  }
}
