package io.github.xacct.goal.console;

import io.github.xacct.model.XacctException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;

/**
 * Makes Maven exit with code 2 if a goal found differences and a detailed exit code is requested. A
 * build with any other failure still exits with 1, as does Maven within another process, such as
 * the Maven daemon.
 */
public final class DetailedExitcode {
  private static final int DIFFERENCES = 2;

  /** The main class of Maven 3 and 4. */
  private static final String LAUNCHER = "org.codehaus.plexus.classworlds.launcher.Launcher";

  /** Messages of reported differences, with which the build's failures are compared. */
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private DetailedExitcode() {}

  /**
   * Prepares exit code 2 for a build that fails because of differences.
   *
   * @return the exception to throw
   */
  public static XacctException differences(MavenSession session, XacctException reported) {
    if (isMaven(System.getProperty("sun.java.command", LAUNCHER))) {
      REPORTED.add(reported.getMessage());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(session), "detailed-exitcode"));
    }
    return reported;
  }

  /** Whether the JVM ends with the build; a daemon would exit with 2 much later. */
  public static boolean isMaven(String command) {
    return command.startsWith(LAUNCHER);
  }

  // The argument of System.exit cannot be changed now; Maven has completed its output.
  private static void end(MavenSession session) {
    var failures = session.getResult().getExceptions();
    if (!failures.isEmpty() && failures.stream().allMatch(DetailedExitcode::isDifferences)) {
      Runtime.getRuntime().halt(DIFFERENCES);
    }
  }

  private static boolean isDifferences(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null && REPORTED.contains(t.getMessage())) {
        return true;
      }
    }
    return false;
  }
}
