package io.github.xacct.event;

import java.util.List;
import java.util.Optional;

/**
 * The plan to move a service from one deployment engine to another.
 *
 * @param translated each setting and its equivalent afterwards
 * @param steps in the order of their execution
 * @param notes to read before the move
 * @param documents that were written
 */
public record MigrationPlan(
    Subject subject,
    List<Translated> translated,
    List<Step> steps,
    List<String> notes,
    Outlook outlook,
    List<Document> documents) {

  /**
   * The service that is moved, and how.
   *
   * @param way of the move: in-place, parallel or back
   * @param trafficNow ARN of the target group that receives the production traffic
   * @param serviceAfterwards the service that receives the production traffic after the move
   */
  public record Subject(
      String environment,
      String way,
      String service,
      String from,
      String to,
      String trafficNow,
      String serviceAfterwards) {}

  /** One setting, its equivalent after the move, and what is lost. */
  public record Translated(String subject, String from, String to, Optional<String> loss) {}

  /**
   * One change in the account.
   *
   * @param action IAM action of the call
   * @param command of the AWS CLI with the same effect
   * @param undo how to undo the step; absent if it cannot be undone
   */
  public record Step(
      String id, String title, String action, String command, Optional<String> undo) {}

  /**
   * What remains to be known and done after the move.
   *
   * @param rehearsal results of a rehearsal of the move
   */
  public record Outlook(
      List<String> afterwards, String wayBack, List<String> undocumented, List<String> rehearsal) {}

  /** A file for the person who creates roles, rules or configurations. */
  public record Document(String file, String purpose) {}

  /** Returns the plan with the results of a rehearsal. */
  public MigrationPlan rehearsed(List<String> lines) {
    return new MigrationPlan(
        subject,
        translated,
        steps,
        notes,
        new Outlook(outlook.afterwards(), outlook.wayBack(), outlook.undocumented(), lines),
        documents);
  }

  /** The heading of the plan. */
  public String title() {
    return "Move of service %s (%s) from %s to %s, %s"
        .formatted(
            subject.service(), subject.environment(), subject.from(), subject.to(), subject.way());
  }
}
