package io.github.xacct.goal.console;

import io.github.xacct.model.XacctException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;

/**
 * Lets Maven, which ends with 0 or 1, end with 2 where a goal found differences and was asked to
 * say so by its exit code. A build in which anything else went wrong still ends with 1, as does
 * Maven inside of another process, such as the Maven daemon.
 */
public final class DetailedExitcode {
  private static final int DIFFERENCES = 2;

  /** What starts Maven 3 and 4. */
  private static final String LAUNCHER = "org.codehaus.plexus.classworlds.launcher.Launcher";

  /** What was reported; the build's failures are compared with it. */
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private DetailedExitcode() {}

  /**
   * Ends the build because of differences.
   *
   * @return what is to be thrown
   */
  public static XacctException differences(MavenSession session, XacctException reported) {
    if (isMaven(System.getProperty("sun.java.command", LAUNCHER))) {
      REPORTED.add(reported.getMessage());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(session), "detailed-exitcode"));
    }
    return reported;
  }

  /** Whether the JVM ends with the build: a daemon would keep what was reported, and end with 2. */
  public static boolean isMaven(String command) {
    return command.startsWith(LAUNCHER);
  }

  // The code given to System.exit cannot be changed any more; Maven has written everything by now.
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
