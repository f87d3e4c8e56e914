package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.RehearsalXml;
import java.util.Optional;

/** What {@code <rehearsal>} says. */
final class RehearsalReader {
  /** CodeDeploy's own limit of both waits, two days. */
  private static final int LONGEST_WAIT = 2880;

  private static final int DEFAULT_TERMINATION_WAIT = 5;

  /** As the stacks that bootstrap makes have it. */
  private static final int DEFAULT_READY_WAIT = 60;

  /** A rehearsal runs each task as a process of this machine. */
  private static final int MOST_TASKS = 20;

  private RehearsalReader() {}

  /**
   * Reads it.
   *
   * @param asked whether somebody is asked before production traffic moves
   */
  static RehearsalSettings read(RehearsalXml written, boolean asked, Element element) {
    RehearsalXml xml = written == null ? new RehearsalXml() : written;
    int terminationWait =
        element
            .child("terminationWait")
            .number(xml.terminationWait, DEFAULT_TERMINATION_WAIT, 0, LONGEST_WAIT, "minutes")
            .orElse(DEFAULT_TERMINATION_WAIT);
    Optional<Integer> readyWait =
        element
            .child("readyWait")
            .number(xml.readyWait, asked ? DEFAULT_READY_WAIT : 0, 0, LONGEST_WAIT, "minutes")
            .filter(minutes -> minutes > 0);
    boolean testListener = element.child("testListener").flag(xml.testListener, true);
    int desiredCount =
        element.child("desiredCount").number(xml.desiredCount, 1, 1, MOST_TASKS).orElse(1);
    boolean autoScaling = element.child("autoScaling").flag(xml.autoScaling, false);
    return new RehearsalSettings(
        terminationWait, readyWait, testListener, desiredCount, autoScaling);
  }
}
