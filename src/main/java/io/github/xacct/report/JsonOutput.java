package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.EnvironmentStatus;
import io.github.xacct.event.PastDeployment;
import java.time.Instant;
import java.util.List;

/** The JSON that goals print on standard output when they are asked for {@code json}. */
public final class JsonOutput {
  private static final int VERSION = 1;

  private JsonOutput() {}

  /** How environments stand: {@code version}, {@code at} and {@code environments}. */
  public static String status(List<EnvironmentStatus> environments, Instant at) {
    return document(at, "environments", environments);
  }

  /** The deployments of one environment, newest first. */
  public static String history(List<PastDeployment> deployments, Instant at) {
    return document(at, "deployments", deployments);
  }

  /**
   * Any list of findings under a key of its own.
   *
   * @param key the list's name
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
