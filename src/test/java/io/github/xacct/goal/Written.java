package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.SettingsReader;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.model.Region;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.expression.TypeAwareExpressionEvaluator;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;

/** A configuration as a user writes it, injected by Maven's own configurator. */
public final class Written {
  public static final String LEAST =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment><name>test</name><account>222222222222</account></environment>
      </environments>
      """;

  /** The minimal configuration with a smoke test, which a pipeline requires. */
  static final String TESTED =
      """
      <registry><account>111111111111</account><region>eu-central-1</region></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>
          <smokeTests><smokeTest><path>/health</path></smokeTest></smokeTests>
        </environment>
      </environments>
      """;

  private final String xml;
  private String artifactId = "demo-app";
  private String version = "1.0";
  private String packaging = "jar";
  private Set<String> plugins = Set.of();
  private int javaRelease = 17;

  /** A folder outside of the checkout, which has a commit. */
  private Path basedir = Path.of("").toAbsolutePath().getRoot().resolve("no-such-folder");

  private Optional<String> scmUrl = Optional.empty();
  private Optional<Region> sdkRegion = Optional.of(new Region("eu-central-1"));
  private Map<String, String> variables = Map.of();
  private Optional<String> healthPath = Optional.empty();
  private final Properties properties = new Properties();
  private Optional<String> env = Optional.empty();

  private Written(String xml) {
    this.xml = xml;
  }

  public static Written xml(String xml) {
    return new Written(xml);
  }

  /** Returns the minimal configuration with more elements for its environment. */
  public static Written environment(String more) {
    return xml(LEAST.replace("</environment>", more + "</environment>"));
  }

  /** Returns the minimal configuration with a task. */
  static Written task(String task) {
    return environment("<task>" + task + "</task>");
  }

  /** Returns the minimal configuration with an image. */
  public static Written image(String image) {
    return xml(LEAST + "<image>" + image + "</image>");
  }

  public Written env(String name) {
    env = Optional.of(name);
    return this;
  }

  public Written artifactId(String id) {
    artifactId = id;
    return this;
  }

  public Written packaging(String text) {
    packaging = text;
    return this;
  }

  public Written plugin(String key) {
    plugins = Set.of(key);
    return this;
  }

  public Written version(String text) {
    version = text;
    return this;
  }

  Written javaRelease(int release) {
    javaRelease = release;
    return this;
  }

  public Written basedir(Path folder) {
    basedir = folder;
    return this;
  }

  public Written scmUrl(String url) {
    scmUrl = Optional.of(url);
    return this;
  }

  Written sdkRegion(Region region) {
    sdkRegion = Optional.ofNullable(region);
    return this;
  }

  public Written variable(String name, String value) {
    variables = Map.of(name, value);
    return this;
  }

  public Written variables(Map<String, String> all) {
    variables = Map.copyOf(all);
    return this;
  }

  public Written property(String name, String value) {
    properties.setProperty(name, value);
    return this;
  }

  public Settings read() {
    return read(NeededEnvironments.ANY);
  }

  Settings read(NeededEnvironments needed) {
    return new SettingsReader(facts(), () -> sdkRegion).read(configuration(), needed);
  }

  public ProjectFacts facts() {
    return new ProjectFacts(
        artifactId,
        packaging,
        version,
        basedir,
        basedir.resolve("target"),
        basedir.resolve("target/classes"),
        scmUrl,
        javaRelease,
        plugins,
        healthPath,
        variables,
        properties);
  }

  private Configuration configuration() {
    var mojo = new AnyMojo();
    String text = "<configuration>" + xml + "</configuration>";
    try (var world = new ClassWorld("plugin", Written.class.getClassLoader())) {
      new BasicComponentConfigurator()
          .configureComponent(
              mojo,
              new XmlPlexusConfiguration(Xpp3DomBuilder.build(new StringReader(text))),
              new Literally(),
              world.getRealm("plugin"));
    } catch (Exception e) {
      throw new AssertionError("Maven does not take this configuration: " + text, e);
    }
    Configuration written = mojo.context().configuration();
    return written.choosing(env);
  }

  /** A goal that is only configured. */
  static final class AnyMojo extends XacctMojo {
    @Override
    GoalNeeds needs() {
      return GoalNeeds.anyEnvironment();
    }

    @Override
    void run(GoalContext goal) {}
  }

  /** No expression is evaluated; an empty element is null, as in a real build. */
  private static final class Literally implements TypeAwareExpressionEvaluator {
    @Override
    public Object evaluate(String expression) {
      return expression;
    }

    @Override
    public Object evaluate(String expression, Class<?> type) {
      return expression;
    }

    @Override
    public java.io.File alignToBaseDirectory(java.io.File file) {
      return file;
    }
  }
}
