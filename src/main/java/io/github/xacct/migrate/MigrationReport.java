package io.github.xacct.migrate;

import io.github.xacct.event.MigrationPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the printed plan of a move and the files for it. */
public final class MigrationReport {
  /** The file name of {@link #configuration}. */
  public static final String CONFIGURATION = "environment.xml";

  private final Migration migration;

  public MigrationReport(Migration migration) {
    this.migration = migration;
  }

  /** Returns the plan that is printed and written to files. */
  public MigrationPlan plan() {
    String region = migration.move().wanted().environment().region().id();
    return new MigrationPlan(
        subject(),
        migration.translated().stream()
            .map(
                line ->
                    new MigrationPlan.Translated(
                        line.subject(), line.from(), line.to(), line.loss()))
            .toList(),
        migration.steps().stream()
            .map(
                step ->
                    new MigrationPlan.Step(
                        step.id(),
                        step.title(),
                        step.request().action(),
                        step.request().command(region),
                        Optional.of(step.undo()).filter(undo -> !undo.isEmpty())))
            .toList(),
        PlanTexts.notes(migration),
        new MigrationPlan.Outlook(
            PlanTexts.afterwards(migration),
            PlanTexts.wayBack(migration),
            PlanTexts.undocumented(migration),
            List.of()),
        Stream.concat(documents().keySet().stream(), Stream.of(CONFIGURATION))
            .map(file -> new MigrationPlan.Document(file, PlanTexts.of(file)))
            .toList());
  }

  private MigrationPlan.Subject subject() {
    var move = migration.move();
    boolean back = move.wanted().way() == Way.BACK;
    return new MigrationPlan.Subject(
        move.wanted().environment().name(),
        move.wanted().way().toString(),
        move.service(),
        from(),
        back ? "CodeDeploy" : "ECS's own deployments",
        migration.live(),
        migration.service());
  }

  private String from() {
    var found = migration.move().found();
    return found.ofCodeDeploy() ? "CodeDeploy" : found.isMoved() ? "ECS" : "rolling updates";
  }

  /** Returns the policy documents and the event pattern to create, by file name. */
  public Map<String, String> documents() {
    return Documents.texts(new Documents(migration).all());
  }

  /** Returns the changes of the environment's configuration. */
  public String configuration() {
    return new PomChange(migration).xml();
  }
}
