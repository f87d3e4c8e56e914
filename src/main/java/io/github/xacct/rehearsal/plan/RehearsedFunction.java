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
 * @param code Java handler or shell command
 * @param timeout after which it is killed; absent for the timeout of the function in its account
 * @param environment variables of the function
 * @param folder working directory
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
   * A handler class for Lambda's Java runtimes.
   *
   * @param name such as {@code com.example.Hook::handleRequest}, or only the class
   * @param classPath folders and jars
   */
  public record Handler(String name, List<Path> classPath) implements Code {
    public Handler {
      classPath = List.copyOf(classPath);
    }
  }

  /** A shell command that receives the event on standard input. */
  public record Command(String line) implements Code {}
}
