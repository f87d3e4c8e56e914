package io.github.xacct.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.PipelineRecord;
import io.github.xacct.json.Json;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Maintains {@code index.html}, which lists the environments and runs of a project, and {@code
 * runs.json} with the runs whose own files were replaced by later ones.
 */
public final class RunsIndex {
  private static final int MOST_RUNS = 100;
  private static final List<String> KEYS =
      List.of(
          "environment",
          "app",
          "rehearsed",
          "verdict",
          "began",
          "ended",
          "commit",
          "imageDigest",
          "deploymentId",
          "problem");

  private final Path root;
  private final ZoneId zone;

  /**
   * Creates the index of all runs below a folder.
   *
   * @param root {@code target/xacct}
   * @param zone of the times on the page
   */
  public RunsIndex(Path root, ZoneId zone) {
    this.root = root;
    this.zone = zone;
  }

  /** Calls {@link #write()}; on failure only warns. */
  public static void write(Path root, ZoneId zone, Consumer<String> warning) {
    try {
      new RunsIndex(root, zone).write();
    } catch (IOException | RuntimeException e) {
      warning.accept("Cannot write index.html to " + root + ": " + e);
    }
  }

  /** Adds the runs found in the folders of the environments, and writes both files. */
  public void write() throws IOException {
    if (Files.isDirectory(root)) { // otherwise there are no runs
      SharedFile.alone(root.resolve(".runs.lock"), this::listed);
    }
  }

  private boolean listed() throws IOException {
    var runs = new ArrayList<>(kept());
    for (Path file : records()) {
      JsonNode run = read(file);
      if (run.path("environment").isTextual()) {
        runs.removeIf(kept -> same(kept, run));
        runs.add(
            only(run)
                .put("page", root.relativize(file.resolveSibling("deployment.html")).toString()));
      }
    }
    runs.sort(Comparator.comparing((JsonNode run) -> run.path("began").asText()).reversed());
    var newest = runs.subList(0, Math.min(MOST_RUNS, runs.size()));
    var json = Json.object().put("version", 1);
    json.putArray("runs").addAll(newest);
    replace("runs.json", Json.pretty(json) + "\n");
    var pipelineRun = lastPipelineRun();
    replace("index.html", new RunsPage(zone).of(newest, pipelineRun.map(PipelineRecord::status)));
    return true;
  }

  /** The last run of the pipeline; empty if its record cannot be read. */
  private Optional<PipelineRecord> lastPipelineRun() {
    try {
      return new PipelineFiles(root.resolve("pipeline"), zone).last();
    } catch (XacctException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the runs listed so far, without their pages, which show newer runs of the environment.
   */
  private List<ObjectNode> kept() throws IOException {
    var runs = new ArrayList<ObjectNode>();
    Path file = root.resolve("runs.json");
    if (Files.exists(file)) {
      read(file).path("runs").forEach(run -> runs.add(only(run)));
    }
    return runs;
  }

  /** Reads a file; a missing node if it is not valid JSON, such as a truncated file. */
  private static JsonNode read(Path file) throws IOException {
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private List<Path> records() throws IOException {
    try (var folders = Files.list(root)) {
      return folders
          .map(folder -> folder.resolve("deployment.json"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  private static ObjectNode only(JsonNode run) {
    var json = Json.object();
    KEYS.forEach(key -> json.set(key, run.path(key).isMissingNode() ? null : run.path(key)));
    return json;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.path("environment").equals(other.path("environment"))
        && one.path("began").equals(other.path("began"));
  }

  private void replace(String name, String text) throws IOException {
    SharedFile.replace(root.resolve(name), text);
  }
}
