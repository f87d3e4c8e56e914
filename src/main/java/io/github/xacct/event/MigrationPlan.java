package io.github.xacct.event;

import java.util.List;
import java.util.Optional;

/**
 * How a service would be moved from one deployment engine to another.
 *
 * @param translated what becomes of the configuration
 * @param steps in their order
 * @param notes what somebody should know before
 * @param documents files that were written
 */
public record MigrationPlan(
    Subject subject,
    List<Translated> translated,
    List<Step> steps,
    List<String> notes,
    Outlook outlook,
    List<Document> documents) {

  /**
   * What is moved, and where.
   *
   * @param way in-place, parallel or back
   * @param trafficNow ARN of the target group that serves
   * @param serviceAfterwards which service has the traffic then
   */
  public record Subject(
      String environment,
      String way,
      String service,
      String from,
      String to,
      String trafficNow,
      String serviceAfterwards) {}

  /** One thing that was configured, and what it becomes. */
  public record Translated(String subject, String from, String to, Optional<String> loss) {}

  /**
   * One change of the account.
   *
   * @param action as IAM calls it
   * @param command what would be typed instead
   * @param undo how it is taken back, if it can be
   */
  public record Step(
      String id, String title, String action, String command, Optional<String> undo) {}

  /**
   * What comes afterwards.
   *
   * @param rehearsal what a rehearsal of the move has shown
   */
  public record Outlook(
      List<String> afterwards, String wayBack, List<String> undocumented, List<String> rehearsal) {}

  /** A file for somebody who creates roles, rules or configurations. */
  public record Document(String file, String purpose) {}

  /** The same with what a rehearsal has shown. */
  public MigrationPlan rehearsed(List<String> lines) {
    return new MigrationPlan(
        subject,
        translated,
        steps,
        notes,
        new Outlook(outlook.afterwards(), outlook.wayBack(), outlook.undocumented(), lines),
        documents);
  }

  /** The step in one sentence. */
  public String title() {
    return "Move of service %s (%s) from %s to %s, %s"
        .formatted(
            subject.service(), subject.environment(), subject.from(), subject.to(), subject.way());
  }
}
