package io.github.xacct.goal;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.DependencyResolutionResult;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.expression.TypeAwareExpressionEvaluator;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.eclipse.aether.graph.DefaultDependencyNode;

/** Runs a goal without Maven: filled by Maven's configurator, executed, its log recorded. */
public final class GoalRun {
  /** Fills parameters with their defaults. */
  private static final String DEFAULTS =
      """
      <env>test</env><minute>1s</minute>
      <project>${project}</project><session>${session}</session>
      """;

  private static final String FOLLOWING =
      """
      <waitUntil>shifted</waitUntil><circuitBreaker>3</circuitBreaker>
      <healthGrace>180</healthGrace>
      """;

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Consumer<String> screen;

  private GoalRun(Consumer<String> screen) {
    this.screen = screen;
  }

  /**
   * Runs the goal.
   *
   * @param pom configuration of the goal
   * @param more parameters without a default, or with another value
   * @return the lines of the log
   */
  public static List<String> of(XacctMojo goal, Path folder, String pom, String more)
      throws Exception {
    return of(goal, folder, pom, more, line -> {});
  }

  /** Runs the goal, passing lines on while it runs. */
  static List<String> of(
      XacctMojo goal, Path folder, String pom, String more, Consumer<String> screen)
      throws Exception {
    var run = new GoalRun(screen);
    goal.setLog(new KeptLog(run::keep));
    goal.setPluginContext(new HashMap<>());
    String defaults = goal instanceof FollowingMojo ? DEFAULTS + FOLLOWING : DEFAULTS;
    if (more.contains("<env/>")) {
      defaults = defaults.replace("<env>test</env>", ""); // all of them
    }
    run.fill(goal, folder, "<configuration>" + defaults + pom + more + "</configuration>");
    resolveNothing(goal);
    goal.execute();
    return run.log;
  }

  private void fill(XacctMojo goal, Path folder, String xml) throws Exception {
    try (var world = new ClassWorld("plugin", GoalRun.class.getClassLoader())) {
      new BasicComponentConfigurator()
          .configureComponent(
              goal,
              new XmlPlexusConfiguration(Xpp3DomBuilder.build(new StringReader(xml))),
              new Evaluator(project(folder)),
              world.getRealm("plugin"));
    }
  }

  private static MavenProject project(Path folder) {
    var model = new Model();
    model.setArtifactId("demo-app");
    model.setVersion("1.0");
    model.setPackaging("jar");
    model.setBuild(new Build());
    model.addProperty("maven.compiler.release", "17");
    model.getBuild().setDirectory(folder.resolve("target").toString());
    model.getBuild().setOutputDirectory(folder.resolve("target/classes").toString());
    var project = new MavenProject(model);
    project.setFile(folder.resolve("pom.xml").toFile());
    project.setArtifact(artifact());
    return project;
  }

  private static Artifact artifact() {
    return new DefaultArtifact(
        "com.example",
        "demo-app",
        "1.0",
        "compile",
        "jar",
        null,
        new DefaultArtifactHandler("jar"));
  }

  /** The app has no dependencies. */
  private static void resolveNothing(XacctMojo goal) throws Exception {
    var resolver = XacctMojo.class.getDeclaredField("dependenciesResolver");
    resolver.setAccessible(true);
    resolver.set(
        goal,
        answering(
            ProjectDependenciesResolver.class,
            answering(
                DependencyResolutionResult.class,
                new DefaultDependencyNode((org.eclipse.aether.graph.Dependency) null))));
  }

  private static <T> T answering(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
  }

  private record Evaluator(MavenProject project) implements TypeAwareExpressionEvaluator {
    @Override
    public Object evaluate(String expression) {
      return switch (expression) {
        case "${project}" -> project;
        case "${session}" -> session();
        default -> expression;
      };
    }

    @SuppressWarnings("deprecation") // the other constructors want a container
    private static MavenSession session() {
      var session =
          new MavenSession(
              null,
              (org.eclipse.aether.RepositorySystemSession) null,
              new DefaultMavenExecutionRequest(),
              new DefaultMavenExecutionResult());
      session.setProjects(List.of());
      return session;
    }

    @Override
    public Object evaluate(String expression, Class<?> type) {
      return evaluate(expression);
    }

    @Override
    public java.io.File alignToBaseDirectory(java.io.File file) {
      return file;
    }
  }

  private void keep(String line) {
    log.add(line);
    screen.accept(line);
  }
}
