package io.github.xacct.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.PreflightReport;
import java.io.UncheckedIOException;

/**
 * A preflight as {@code preflight.json} reports it to machines. The keys and their order are the
 * file's contract, written down in docs/preflight.md: within version 1 keys are only added.
 */
public final class PreflightJson {
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PreflightJson() {}

  /** The content of preflight.json. */
  public static String of(PreflightReport report) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("passed", report.passed());
    json.put("app", report.app());
    json.put("environment", report.environment());
    json.put("account", report.account());
    json.put("region", report.region());
    json.put("at", report.at().toString());
    json.put("seconds", report.took().toMillis() / 1000.0);
    json.put("requests", report.calls());
    json.set("checks", JsonTree.of(report.findings()));
    try {
      return MAPPER.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
