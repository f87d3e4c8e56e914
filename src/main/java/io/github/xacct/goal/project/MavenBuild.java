package io.github.xacct.goal.project;

import io.github.xacct.goal.configuration.PomConfiguration;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.xml.MergedLists;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * The build that runs a goal, with the components that Maven injects.
 *
 * @param execution null outside of Maven
 * @param context map that all goals of the plugin share in a run of Maven
 * @param variables environment variables of this process
 */
public record MavenBuild(
    MavenProject project,
    MavenSession session,
    @Nullable MojoExecution execution,
    ProjectDependenciesResolver resolver,
    SettingsDecrypter decrypter,
    @Nullable Map<String, Object> context,
    Map<String, String> variables) {

  /** Returns the properties of the project that settings and image need. */
  public ProjectFacts facts() {
    return MavenFacts.of(project, session, variables);
  }

  /** Returns the plugin's {@code <configuration>} of this goal. */
  public PomConfiguration pom() {
    return new PomConfiguration(project, session, execution);
  }

  /** Returns proxies, servers and mirrors of settings.xml. */
  public MavenSettings settings() {
    return MavenSettings.of(session.getSettings(), decrypter);
  }

  /** Sets the proxies of settings.xml until the result is closed. */
  public MavenProxies proxies(Consumer<String> debug) {
    return MavenProxies.use(settings().proxies(), System.getProperties(), debug);
  }

  /** Refuses lists that Maven has merged from two POMs. */
  public void refuseMergedLists() {
    MergedLists.refuse(project, execution == null ? "default-cli" : execution.getExecutionId());
  }

  /** Returns the goal as the command line names it. */
  public String goal() {
    return "xacct" + (execution == null ? "" : ":" + execution.getGoal());
  }

  /** Returns the version of the plugin. */
  public String version() {
    return Objects.requireNonNull(execution).getVersion();
  }

  /** Returns the project's build directory. */
  public Path directory() {
    return Path.of(project.getBuild().getDirectory());
  }
}
