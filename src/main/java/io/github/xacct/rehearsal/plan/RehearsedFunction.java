package io.github.xacct.rehearsal.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Lambda function that runs on this machine when it is invoked.
 *
 * @param name of the function in its account
 * @param code what runs
 * @param timeout after which it is ended, where it is another than the function's in its account
 * @param environment variables of the function
 * @param folder in which it runs
 */
public record RehearsedFunction(
    String name,
    Code code,
    Optional<Duration> timeout,
    Map<String, String> environment,
    Path folder) {

  public RehearsedFunction {
    environment = Map.copyOf(environment);
  }

  /** A Java handler or a shell command. */
  public sealed interface Code {}

  /**
   * A class as Lambda's Java runtimes take it.
   *
   * @param name such as {@code com.example.Hook::handleRequest}, or the class alone
   * @param classPath folders and jars
   */
  public record Handler(String name, List<Path> classPath) implements Code {
    public Handler {
      classPath = List.copyOf(classPath);
    }
  }

  /** What a shell runs, with the event on its standard input. */
  public record Command(String line) implements Code {}
}
