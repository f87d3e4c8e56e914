package io.github.xacct.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.PipelineRecord;
import io.github.xacct.event.PipelineRecord.Action;
import io.github.xacct.event.PipelineRecord.Failure;
import io.github.xacct.event.PipelineRecord.Notice;
import io.github.xacct.event.PipelineRecord.Stage;
import io.github.xacct.event.PipelineRecord.Status;
import io.github.xacct.event.PipelineRecords;
import io.github.xacct.json.Json;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes {@code pipeline.json} and {@code pipeline.html} of a pipeline run, and reads the JSON from
 * which a later run continues.
 */
public final class PipelineFiles implements PipelineRecords {
  private static final int VERSION = 1;
  private static final String NAME = "pipeline.json";
  private static final String LOCK = ".pipeline.lock";
  private final Path folder;
  private final PipelinePage page;

  /**
   * Creates the files' access in a folder.
   *
   * @param zone of the times on the page
   */
  public PipelineFiles(Path folder, ZoneId zone) {
    this.folder = folder;
    this.page = new PipelinePage(folder, zone);
  }

  /** Returns the path of the page, which may not exist yet. */
  public Path page() {
    return folder.resolve("pipeline.html");
  }

  /** Replaces the page and the record of a pipeline run. */
  @Override
  public void write(PipelineRecord record) {
    var json = Json.object();
    json.put("version", VERSION);
    json.put("status", record.status().toString());
    json.setAll((ObjectNode) JsonTree.of(record));
    try {
      SharedFile.replace(folder.resolve(NAME), Json.pretty(json) + "\n");
      SharedFile.replace(page(), page.of(record));
    } catch (IOException e) {
      throw XacctException.yours("Cannot write to " + folder + ".").evidence(e.toString());
    }
  }

  /**
   * Reads the record that {@link #write} wrote.
   *
   * @throws XacctException if no record exists
   */
  @Override
  public PipelineRecord read() {
    Path file = folder.resolve(NAME);
    try {
      JsonNode json = Json.read(Files.readString(file));
      var stages = new ArrayList<Stage>();
      json.path("stages").forEach(stage -> stages.add(stage(stage)));
      return new PipelineRecord(
          json.path("pipeline").asText(),
          json.path("commit").asText(),
          Instant.parse(json.path("began").asText()),
          Optional.ofNullable(json.path("ended").textValue()).map(Instant::parse),
          stages,
          notices(json.path("notices")),
          texts(json.path("notPlayed")),
          failure(json.path("failure")),
          variables(json.path("variables")));
    } catch (IOException e) {
      throw XacctException.yours("There is no earlier run to resume.")
          .evidence(file + ": " + e.getClass().getSimpleName())
          .suggestion("run the whole pipeline first: leave out -Dxacct.from");
    }
  }

  /**
   * Locks the folder for one run.
   *
   * @return the lock, to be closed at the end of the run
   * @throws XacctException if another run holds the lock
   */
  public FolderLock begin() {
    return FolderLock.take(folder.resolve(LOCK))
        .orElseThrow(
            () ->
                XacctException.yours("Another run of this pipeline is in progress.")
                    .evidence("It writes to " + folder + ". This run has changed nothing.")
                    .suggestion("wait for its end, or use another checkout."));
  }

  /**
   * Returns the record of the last run, if any. If that run is recorded as running but its process
   * has ended, the files are corrected first: it becomes interrupted.
   */
  Optional<PipelineRecord> last() {
    if (!Files.exists(folder.resolve(NAME))) {
      return Optional.empty();
    }
    var record = read();
    if (record.status() != Status.RUNNING || FolderLock.isHeld(folder.resolve(LOCK))) {
      return Optional.of(record);
    }
    var interrupted = record.interrupted();
    write(interrupted);
    return Optional.of(interrupted);
  }

  /** Corrects the files of a run that was killed; ignores a file that this plugin did not write. */
  public void settle() {
    try {
      last();
    } catch (XacctException | IllegalArgumentException | DateTimeException e) {
      return; // not a record of a run
    }
  }

  private static List<Notice> notices(JsonNode list) {
    var notices = new ArrayList<Notice>();
    for (JsonNode one : list) {
      notices.add(
          new Notice(
              Instant.parse(one.path("at").asText()),
              one.path("topic").asText(),
              one.path("subject").asText(),
              one.path("text").asText()));
    }
    return notices;
  }

  private static Optional<Failure> failure(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Failure(
                node.path("problem").asText(),
                texts(node.path("evidence")),
                texts(node.path("suggestion"))))
        : Optional.empty();
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Stage stage(JsonNode stage) {
    var actions = new ArrayList<Action>();
    for (JsonNode action : stage.path("actions")) {
      actions.add(
          new Action(
              action.path("name").asText(),
              action.path("does").asText(),
              status(action),
              took(action),
              action.path("detail").asText(),
              Optional.ofNullable(action.path("log").textValue()).map(Path::of),
              Optional.ofNullable(action.path("page").textValue()).map(Path::of)));
    }
    return new Stage(stage.path("name").asText(), status(stage), took(stage), actions);
  }

  private static Status status(JsonNode node) {
    return Status.valueOf(node.path("status").asText().toUpperCase(Locale.ROOT));
  }

  private static Duration took(JsonNode node) {
    return Duration.ofMillis(Math.round(node.path("took").asDouble() * 1000));
  }

  private static Map<String, Map<String, String>> variables(JsonNode node) {
    var variables = new LinkedHashMap<String, Map<String, String>>();
    node.properties()
        .forEach(
            namespace -> {
              var values = new LinkedHashMap<String, String>();
              namespace
                  .getValue()
                  .properties()
                  .forEach(e -> values.put(e.getKey(), e.getValue().asText()));
              variables.put(namespace.getKey(), values);
            });
    return variables;
  }
}
