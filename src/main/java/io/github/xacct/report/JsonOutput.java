package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.EnvironmentStatus;
import io.github.xacct.event.PastDeployment;
import java.time.Instant;
import java.util.List;

/** Renders the JSON that goals print on standard output with the output format {@code json}. */
public final class JsonOutput {
  private static final int VERSION = 1;

  private JsonOutput() {}

  /** Returns the status of environments: {@code version}, {@code at} and {@code environments}. */
  public static String status(List<EnvironmentStatus> environments, Instant at) {
    return document(at, "environments", environments);
  }

  /** Returns the deployments of one environment, newest first. */
  public static String history(List<PastDeployment> deployments, Instant at) {
    return document(at, "deployments", deployments);
  }

  /**
   * Returns a list of values under a key.
   *
   * @param key name of the list
   * @param values records, texts or numbers
   */
  public static String document(Instant at, String key, List<?> values) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("at", at.toString());
    json.set(key, JsonTree.of(values));
    return json.toPrettyString();
  }
}
