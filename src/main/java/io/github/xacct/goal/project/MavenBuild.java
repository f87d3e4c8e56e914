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
 * The build that runs a goal, as Maven hands it over.
 *
 * @param execution null outside of Maven
 * @param context of the plugin in this run of Maven, shared by its goals
 * @param variables of this process
 */
public record MavenBuild(
    MavenProject project,
    MavenSession session,
    @Nullable MojoExecution execution,
    ProjectDependenciesResolver resolver,
    SettingsDecrypter decrypter,
    @Nullable Map<String, Object> context,
    Map<String, String> variables) {

  /** The project as the settings and the image see it. */
  public ProjectFacts facts() {
    return MavenFacts.of(project, session, variables);
  }

  /** The plugin's {@code <configuration>} of this goal. */
  public PomConfiguration pom() {
    return new PomConfiguration(project, session, execution);
  }

  /** The proxies, servers and mirrors of settings.xml. */
  public MavenSettings settings() {
    return MavenSettings.of(session.getSettings(), decrypter);
  }

  /** Uses the proxies of settings.xml until it is closed. */
  public MavenProxies proxies(Consumer<String> debug) {
    return MavenProxies.use(settings().proxies(), System.getProperties(), debug);
  }

  /** Refuses lists that Maven has merged from two poms; one of the command line has an ID, too. */
  public void refuseMergedLists() {
    MergedLists.refuse(project, execution == null ? "default-cli" : execution.getExecutionId());
  }

  /** How the goal is called. */
  public String goal() {
    return "xacct" + (execution == null ? "" : ":" + execution.getGoal());
  }

  /** The version of the plugin. */
  public String version() {
    return Objects.requireNonNull(execution).getVersion();
  }

  /** The folder that Maven builds in. */
  public Path directory() {
    return Path.of(project.getBuild().getDirectory());
  }
}
