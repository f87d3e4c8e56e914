package io.github.xacct.goal;

import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;

/**
 * A goal with a pom and a command line as Maven hands them over: by the plugin's own descriptor,
 * Maven's evaluator and its configurator, without the rest of Maven.
 */
public final class MavenRun {
  private final Properties commandLine = new Properties();
  private final Properties machine = new Properties();
  private final Properties pom = new Properties();
  private final String goal;
  private final String configuration;
  private final Path folder;
  private String packaging = "jar";

  /**
   * @param configuration of the plugin in the pom
   * @param folder of the project
   */
  public MavenRun(String goal, String configuration, Path folder) {
    this.goal = goal;
    this.configuration = configuration;
    this.folder = folder;
  }

  /** As {@code -Dname=value}. */
  public MavenRun with(String name, String value) {
    commandLine.setProperty(name, value);
    return this;
  }

  /** As in MAVEN_OPTS. */
  MavenRun onMachine(String name, String value) {
    machine.setProperty(name, value);
    return this;
  }

  /** As in the pom's properties. */
  MavenRun inPom(String name, String value) {
    pom.setProperty(name, value);
    return this;
  }

  public MavenRun packaging(String text) {
    packaging = text;
    return this;
  }

  /** Executes the goal. */
  public void run() throws Exception {
    MojoDescriptor descriptor = descriptor(goal);
    var project = project(descriptor);
    var session = session(project);
    var execution = new MojoExecution(descriptor, "default-cli", MojoExecution.Source.CLI);
    var mojo =
        (XacctMojo) Class.forName(descriptor.getImplementation()).getConstructor().newInstance();
    try (var world = new ClassWorld("plugin", MavenRun.class.getClassLoader())) {
      new BasicComponentConfigurator()
          .configureComponent(
              mojo,
              parameters(descriptor),
              new PluginParameterExpressionEvaluator(session, execution),
              world.getRealm("plugin"));
    }
    mojo.setLog(new KeptLog(line -> {}));
    mojo.execute();
  }

  /**
   * Fills parameters as Maven does: the POM takes precedence over the descriptor, unknown elements
   * are dropped.
   */
  private PlexusConfiguration parameters(MojoDescriptor descriptor) throws Exception {
    Xpp3Dom written = dom("<configuration>" + configuration + "</configuration>");
    var parameters = new Xpp3Dom("configuration");
    for (var parameter : descriptor.getParameters()) {
      Xpp3Dom own = written.getChild(parameter.getName());
      PlexusConfiguration byDefault =
          descriptor.getMojoConfiguration().getChild(parameter.getName(), false);
      if (own != null) {
        parameters.addChild(new Xpp3Dom(own));
      } else if (byDefault != null) {
        var child = new Xpp3Dom(parameter.getName());
        child.setValue(byDefault.getValue());
        String value = byDefault.getAttribute("default-value");
        if (value != null) {
          child.setAttribute("default-value", value);
        }
        parameters.addChild(child);
      }
    }
    return new XmlPlexusConfiguration(parameters);
  }

  private MavenProject project(MojoDescriptor descriptor) throws Exception {
    var plugin = new Plugin();
    plugin.setGroupId(descriptor.getPluginDescriptor().getGroupId());
    plugin.setArtifactId(descriptor.getPluginDescriptor().getArtifactId());
    plugin.setConfiguration(dom("<configuration>" + configuration + "</configuration>"));
    var model = new Model();
    model.setArtifactId("demo-app");
    model.setVersion("1.0");
    model.setPackaging(packaging);
    model.setProperties(pom);
    model.setBuild(new Build());
    model.getBuild().setDirectory(folder.resolve("target").toString());
    model.getBuild().setOutputDirectory(folder.resolve("target/classes").toString());
    model.getBuild().addPlugin(plugin);
    var project = new MavenProject(model);
    project.setFile(folder.resolve("pom.xml").toFile());
    return project;
  }

  @SuppressWarnings("deprecation") // the other constructors want a container
  private MavenSession session(MavenProject project) {
    var request = new DefaultMavenExecutionRequest();
    request.setUserProperties(commandLine);
    // Maven sets what the user says as the system's properties, too.
    var system = new Properties();
    system.putAll(machine);
    system.putAll(commandLine);
    request.setSystemProperties(system);
    var session =
        new MavenSession(
            null,
            (org.eclipse.aether.RepositorySystemSession) null,
            request,
            new DefaultMavenExecutionResult());
    session.setCurrentProject(project);
    return session;
  }

  private static Xpp3Dom dom(String xml) throws Exception {
    return Xpp3DomBuilder.build(new StringReader(xml));
  }

  private static MojoDescriptor descriptor(String goal) throws Exception {
    try (Reader in =
        new InputStreamReader(
            MavenRun.class.getResourceAsStream("/META-INF/maven/plugin.xml"),
            StandardCharsets.UTF_8)) {
      return new PluginDescriptorBuilder().build(in).getMojo(goal);
    }
  }
}
