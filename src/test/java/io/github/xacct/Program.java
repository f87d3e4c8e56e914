package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Somebody else's program, run with an environment of its own. */
final class Program {
  private static final int MINUTES = 10;

  private final String name;
  private final Path folder;
  private final Map<String, String> environment;

  /** How it ended and all that it said. */
  record End(int code, String said) {}

  /** Skips the test if it is not installed. */
  Program(String name, Path folder, Map<String, String> environment) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir).resolve(name)));
    assumeTrue(there, name + " is not installed: .ci/run installs it");
    this.name = name;
    this.folder = folder;
    this.environment = environment;
  }

  /** The same with more in its environment. */
  Program with(Map<String, String> more) {
    var all = new HashMap<>(environment);
    all.putAll(more);
    return new Program(name, folder, all);
  }

  JsonNode json(String... arguments) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(text(arguments));
  }

  /** What it says when all is well. */
  String text(String... arguments) throws IOException, InterruptedException {
    End end = run(arguments);
    assertThat(end.code()).as(name + " " + List.of(arguments) + "\n" + end.said()).isZero();
    return end.said();
  }

  End run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "program", ".out");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(command + " ended").isTrue();
      return new End(process.exitValue(), Files.readString(out));
    } finally {
      process.destroyForcibly();
    }
  }
}
