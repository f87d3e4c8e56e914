package io.github.xacct.migrate;

import io.github.xacct.event.MigrationPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A move as people are to read it, and the files that they need for it. */
public final class MigrationReport {
  /** File of {@link #configuration}. */
  public static final String CONFIGURATION = "environment.xml";

  private final Migration migration;

  public MigrationReport(Migration migration) {
    this.migration = migration;
  }

  /** The plan as it is printed and written to files. */
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
        Words.notes(migration),
        new MigrationPlan.Outlook(
            Words.afterwards(migration),
            Words.wayBack(migration),
            Words.undocumented(migration),
            List.of()),
        Stream.concat(documents().keySet().stream(), Stream.of(CONFIGURATION))
            .map(file -> new MigrationPlan.Document(file, Words.of(file)))
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

  /** Policy documents and what else is to be created elsewhere, by file name. */
  public Map<String, String> documents() {
    return Documents.texts(new Documents(migration).all());
  }

  /** What changes in the environment's configuration. */
  public String configuration() {
    return new PomChange(migration).xml();
  }
}
