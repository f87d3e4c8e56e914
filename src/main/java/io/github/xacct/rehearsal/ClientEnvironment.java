package io.github.xacct.rehearsal;

import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Keys;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment variables by which a client in another process uses the embedded AWS. */
record ClientEnvironment(URI endpoint, Keys keys, Region region) {
  /** Returns the variables for endpoint, keys and region, followed by the given ones. */
  Map<String, String> with(Map<String, String> others) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    environment.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    keys.sessionToken().ifPresent(token -> environment.put("AWS_SESSION_TOKEN", token));
    environment.put("AWS_REGION", region.id());
    environment.put("AWS_DEFAULT_REGION", region.id());
    environment.putAll(others);
    return environment;
  }

  /**
   * Returns the variable that names the file of HTTPS listeners' certificates to the plugin, or
   * none.
   */
  static Map<String, String> trust(Optional<Path> certificates) {
    return certificates
        .map(file -> Map.of("XACCT_REHEARSED_TRUST", file.toAbsolutePath().toString()))
        .orElseGet(Map::of);
  }
}
