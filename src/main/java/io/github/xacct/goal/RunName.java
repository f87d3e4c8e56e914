package io.github.xacct.goal;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.goal.ci.CiRun;
import io.github.xacct.goal.ci.CiSystem;
import io.github.xacct.goal.ci.CommitTime;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Provenance;
import java.util.Optional;

/**
 * The names of this run: the role session name in the target account's audit log, and the label in
 * descriptions of deployments.
 *
 * @param sessionName 2 to 64 characters of {@code [\w+=,.@-]}, as STS requires
 * @param label label of its deployments
 */
public record RunName(String sessionName, DeploymentLabel label) {
  private static final int SESSION_NAME_LIMIT = 64;
  private static final int SHORTEST_APP = 8;
  private static final int LONGEST_JOB = 40;
  private static final int LONGEST_REF = 90;

  public static RunName of(ProjectFacts project) {
    Optional<CiRun> run = CiRun.of(project.environmentVariables());
    String user = System.getProperty("user.name", "unknown");
    var commit = new Provenance(project).commit();
    var label =
        new DeploymentLabel(
            project.artifactId() + " " + project.version(),
            commit,
            commit.flatMap(id -> CommitTime.of(id, project.basedir())),
            run.map(RunName::by).orElse(user));
    String who = run.map(CiRun::shortName).orElse(user);
    return new RunName(sessionName(project.artifactId(), who), label);
  }

  /**
   * Combines app and run, with invalid characters replaced. If the result is too long, the app is
   * truncated first, because the run identifies the session; a long job name keeps its end, which
   * contains its number.
   */
  private static String sessionName(String app, String who) {
    String run = valid(who);
    if (run.startsWith("jenkins-") && run.length() > LONGEST_JOB) {
      run = "jenkins-" + run.substring(run.length() - LONGEST_JOB + "jenkins-".length());
    }
    int room = SESSION_NAME_LIMIT - "xacct--".length() - run.length();
    String start = valid(app);
    start = start.substring(0, Math.min(start.length(), Math.max(SHORTEST_APP, room)));
    String name = "xacct-" + start + "-" + run;
    return name.substring(0, Math.min(SESSION_NAME_LIMIT, name.length()));
  }

  /**
   * Returns the run in words, such as {@code GitHub Actions run 123456 attempt 1 of octocat, branch
   * main}.
   */
  private static String by(CiRun run) {
    String actor = run.actor().map(name -> " of " + cut(name)).orElse("");
    String ref = run.refWords();
    return run.system() == CiSystem.CODEBUILD
        ? run.words()
        : run.words() + actor + (ref.isEmpty() ? "" : ", " + cut(ref));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST_REF, text.length()));
  }

  private static String valid(String text) {
    return text.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
  }
}
