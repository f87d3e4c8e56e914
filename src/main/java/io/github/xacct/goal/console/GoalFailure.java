package io.github.xacct.goal.console;

import io.github.xacct.goal.ci.CiOutput;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.ForeignText;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Converts the exception of a goal to one of Maven's, and reports it to the CI system.
 *
 * @param goal name of the goal, for messages
 * @param build Maven's build directory
 * @param output this plugin's folder in it
 * @param commands prints a line for the CI system
 */
public record GoalFailure(
    String goal, Path build, Path output, CiOutput ciOutput, Consumer<String> commands) {

  /**
   * Returns a build failure, or throws a build error; an unexpected exception is rethrown
   * unchanged.
   */
  public MojoFailureException of(RuntimeException e) throws MojoExecutionException {
    var reported = disk().explain(e);
    if (reported.isPresent()) {
      return failure(reported.get());
    }
    if (e instanceof XacctException ours) {
      return failure(ours);
    }
    throw e;
  }

  /** Creates the failure, without a cause because Maven would print its message too. */
  private MojoFailureException failure(XacctException e) throws MojoExecutionException {
    ciOutput.failed(goal, e, commands);
    String message = ciOutput.harmless(ErrorText.of(e));
    if (e.fault() == XacctException.Fault.OURS) {
      throw new MojoExecutionException(message, harmless(e.getCause()));
    }
    return new MojoFailureException(message);
  }

  /** Replaces control characters in a cause, whose message Maven prints. */
  private static @Nullable Throwable harmless(@Nullable Throwable cause) {
    if (cause == null || ForeignText.lines(cause.toString()).equals(cause.toString())) {
      return cause;
    }
    var harmless = new IllegalStateException(ForeignText.lines(cause.toString()));
    harmless.setStackTrace(cause.getStackTrace());
    return harmless;
  }

  /** Returns the folders to which goals write, and what may be deleted there. */
  private DiskFull disk() {
    Path cache = Caches.ofUser(output).base();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new DiskFull(
        List.of(
            new DiskFull.Place(build, "delete what was built: mvn clean"),
            new DiskFull.Place(
                cache, "delete Jib's cache, which is filled again when it is needed: " + cache),
            new DiskFull.Place(
                temporary,
                "delete files in "
                    + temporary
                    + ", or name another folder: MAVEN_OPTS=-Djava.io.tmpdir=FOLDER")));
  }
}
