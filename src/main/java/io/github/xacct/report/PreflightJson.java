package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.json.Json;

/**
 * Renders {@code preflight.json}, for scripts. Its keys and their order are documented in
 * docs/preflight.md: within version 1 keys are only added.
 */
public final class PreflightJson {
  private static final int VERSION = 1;

  private PreflightJson() {}

  /** Returns the content of preflight.json. */
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
    return Json.pretty(json) + "\n";
  }
}
