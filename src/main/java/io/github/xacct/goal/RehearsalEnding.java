package io.github.xacct.goal;

import io.github.xacct.model.Environment;
import io.github.xacct.report.Reporter;

/** What a rehearsed deployment did to the requests that ran through it. */
final class RehearsalEnding {
  private final Stage stage;
  private final Environment environment;
  private final Reporter reporter;

  RehearsalEnding(Stage stage, Environment environment, Reporter reporter) {
    this.stage = stage;
    this.environment = environment;
    this.reporter = reporter;
  }

  void began() {}

  void tell() {}
}
