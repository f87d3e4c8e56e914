package io.github.xacct.goal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The AWS CLI's own code in one process, of which each call of {@code aws} is a fork: the CLI
 * starts once instead of for half a second of each call.
 */
public final class ForkedAwsCli implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final boolean accepts;

  private ForkedAwsCli(Path folder, String... arguments) throws IOException {
    this.folder = folder;
    var command = new ArrayList<>(List.of(isInstalled("python3") ? "python3" : "false"));
    command.addAll(List.of(arguments));
    command.add(folder.toString());
    var builder = new ProcessBuilder(command).redirectError(log().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    for (String file : List.of("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")) {
      builder.environment().put(file, folder.resolve("none").toString());
    }
    process = builder.start();
    var said = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    accepts = new BufferedReader(said).readLine() != null;
  }

  /** Starts it; calls run the installed CLI if it is not of the Python in the PATH. */
  public static ForkedAwsCli start(Path folder) throws IOException {
    return new ForkedAwsCli(Files.createTempDirectory(folder, "aws"), resource("aws_by_forks.py"));
  }

  /** Starts it with the commands {@code --prepare} and {@code --check} of accounts of moto. */
  static ForkedAwsCli withMoto(Path folder) throws IOException {
    var cli = new ForkedAwsCli(folder, resource("deploy-on-moto.py"), "--aws");
    if (!cli.accepts) {
      throw new AssertionError(Files.readString(cli.log()));
    }
    return cli;
  }

  /** Returns the PATH that finds its {@code aws} first. */
  String path() {
    return accepts ? folder + File.pathSeparator + System.getenv("PATH") : System.getenv("PATH");
  }

  /** Returns the program that calls it. */
  public String program() {
    return accepts ? folder.resolve("aws").toString() : "aws";
  }

  /** Whether a program is in the PATH. */
  static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  static String resource(String name) {
    try {
      return Path.of(ForkedAwsCli.class.getResource(name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
