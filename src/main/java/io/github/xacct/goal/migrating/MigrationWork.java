package io.github.xacct.goal.migrating;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.migrate.MigrationCalls;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.MigrationPlan;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.migrate.Account;
import io.github.xacct.migrate.Found;
import io.github.xacct.migrate.Migration;
import io.github.xacct.migrate.MigrationReport;
import io.github.xacct.migrate.MigrationRequest;
import io.github.xacct.migrate.MovedServiceReader;
import io.github.xacct.migrate.Performing;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.MigrationJson;
import io.github.xacct.report.MigrationPage;
import io.github.xacct.report.MigrationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Plans, writes and performs a move.
 *
 * @param takeBack whether to undo a move that has begun
 * @param folder {@code target/xacct/ENV/migration}
 * @param record file that records a move in progress
 * @param lines receives the output
 */
public record MigrationWork(
    MigrationRequest wanted,
    boolean takeBack,
    Path folder,
    Path record,
    Consumer<String> lines,
    Reporter reporter) {
  private static final Duration LONGEST_STEP = Duration.ofMinutes(30);

  /** Returns the move; empty if there is nothing to move. */
  public Optional<Migration> look(AwsSession session) {
    var account = new MigrationCalls(session);
    var begun = begun(account);
    if (begun.isPresent()) {
      lines.accept("Resuming the move that began earlier: " + record);
      return begun;
    }
    Found found = MovedServiceReader.at(account, wanted);
    if (found.begun()) {
      return begunWithoutRecord(found, account);
    }
    if (takeBack) {
      throw Migration.notBegun(found, wanted);
    }
    if (found.isMoved() && wanted.way() != Way.BACK) {
      lines.accept(
          "Nothing to do: ECS deploys service %s itself (%s)."
              .formatted(wanted.environment().service(), found.strategy()));
      return Optional.empty();
    }
    Migration.infrastructure(found, wanted).forEach(this::write);
    return Optional.of(Migration.of(found, wanted));
  }

  /**
   * Returns a move in progress that is recognized by tags, because another machine began it or the
   * record is lost.
   */
  private Optional<Migration> begunWithoutRecord(Found found, Account account) {
    var migration = Migration.of(found, wanted);
    if (!takeBack && migration.isDone(account)) {
      lines.accept(
          "Nothing to do: the move (%s) is complete, and service %s has the traffic."
              .formatted(wanted.way(), migration.service()));
      lines.accept("Take it back: the same command with -Dxacct.takeBack");
      return Optional.empty();
    }
    lines.accept("Resuming the move that began earlier, as the tags of its target group show.");
    return Optional.of(migration);
  }

  /**
   * Returns the recorded move if at least one step was performed; otherwise the record may be
   * outdated.
   */
  private Optional<Migration> begun(Account account) {
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    var found = Found.parse(text(), wanted.way(), record.toString());
    return Optional.of(Migration.of(found, wanted))
        .filter(migration -> migration.done(account) > 0);
  }

  private String text() {
    try {
      return Files.readString(record);
    } catch (IOException e) {
      throw XacctException.yours("Cannot read " + record + ".").evidence(e.toString());
    }
  }

  private void write(String name, String text) {
    RevisionFiles.write(folder.resolve(name), text, reporter);
  }

  /** Prints the steps that would undo a move. */
  public void printTakingBack(Migration migration, AwsSession session) {
    lines.accept(
        "Taking back the move of service %s (%s), %s:"
            .formatted(wanted.environment().service(), wanted.environment().name(), wanted.way()));
    int number = 0;
    for (String step : migration.takenBackBy(new MigrationCalls(session))) {
      number++;
      lines.accept("  " + number + ". " + step);
    }
  }

  public void print(Migration migration) {
    MigrationText.lines(new MigrationReport(migration).plan()).forEach(lines);
  }

  /** Writes the plan and the documents that it requires. */
  public void write(Migration migration, MigrationPlan plan, boolean rehearsed, Instant now) {
    var report = new MigrationReport(migration);
    report.documents().forEach(this::write);
    write(MigrationReport.CONFIGURATION, report.configuration());
    write("migration.json", MigrationJson.of(plan, now));
    write("migration.md", MigrationText.markdown(plan));
    write("migration.html", MigrationPage.of(plan, rehearsed, now));
  }

  /** Deletes the state of an earlier rehearsal; returns the folder. */
  public static Path emptied(Path folder) {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw XacctException.yours("Cannot empty " + folder + ".").evidence(e.toString());
      }
    }
    return folder;
  }

  /** Performs the steps; the record exists from before the first until after the last one. */
  public void perform(Migration migration, AwsSession session, Clock clock, Sleeper sleeper) {
    var performing =
        new Performing(new MigrationCalls(session), clock, sleeper, LONGEST_STEP, lines);
    if (takeBack) {
      performing.takeBack(migration);
      deleteRecord();
      lines.accept("Taken back: service " + wanted.environment().service() + " has the traffic.");
      return;
    }
    RevisionFiles.write(record, migration.record(), reporter);
    performing.run(migration);
    deleteRecord();
    lines.accept("Moved: service " + migration.service() + " has the traffic.");
  }

  private void deleteRecord() {
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      lines.accept("Delete " + record + ", which is no longer needed: " + e);
    }
  }
}
