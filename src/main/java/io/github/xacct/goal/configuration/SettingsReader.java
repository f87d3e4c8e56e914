package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.goal.configuration.xml.Refusal;
import io.github.xacct.goal.configuration.xml.RegistryXml;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.ReleaseSettings;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Converts the configuration as written to settings, or reports all its problems. Works offline.
 */
public final class SettingsReader {

  private final ProjectFacts project;
  private final Supplier<Optional<Region>> fallbackRegion;
  private ConfigurationProblems problems = new ConfigurationProblems();
  private Element root = Element.root(problems);

  /**
   * @param project facts of the project
   * @param fallbackRegion default region, evaluated only if the POM specifies none, because it may
   *     take a while
   */
  public SettingsReader(ProjectFacts project, Supplier<Optional<Region>> fallbackRegion) {
    this.project = project;
    this.fallbackRegion = fallbackRegion;
  }

  /**
   * Returns the settings, with every default filled in.
   *
   * @throws XacctException with every problem and the path of its element
   */
  public Settings read(Configuration written, NeededEnvironments needed) {
    problems = new ConfigurationProblems(written.problems());
    root = Element.root(problems);
    String app = app(written.app());
    RegistrySettingsReader.Result registry =
        new RegistrySettingsReader(app, regionUnlessProblems())
            .read(written.registry().orElseGet(RegistryXml::new), root.child("registry"));
    Map<String, RehearsalSettings> rehearsals = new LinkedHashMap<>();
    Map<String, ReleaseChecks> checks = new LinkedHashMap<>();
    Map<String, ReleaseSettings> releases = new LinkedHashMap<>();
    var names = new EnvironmentNames(written.environments(), root);
    names.checkEach();
    List<Environment> all =
        environments(
            written.environments(), names.names(), app, registry, rehearsals, checks, releases);
    names.check(written.env(), needed);
    Optional<Environment> chosen =
        written.env().flatMap(env -> all.stream().filter(e -> e.name().equals(env)).findFirst());
    var image =
        new ImageReader(project, all, written.env().isEmpty() ? all : chosen.stream().toList())
            .read(written.image().orElseGet(ImageXml::new), root.child("image"));
    int release = project.javaRelease();
    var pipeline =
        written
            .pipeline()
            .flatMap(
                xml ->
                    new PipelineReader(
                            app,
                            all,
                            names.names(),
                            environment ->
                                Objects.requireNonNull(checks.get(environment.name())).tests(),
                            release,
                            registry.settings().map(RegistrySettings::region),
                            root.child("pipeline"))
                        .read(xml));
    if (!problems.isEmpty()) {
      throw refusal();
    }
    RegistrySettings settings = registry.settings().orElseThrow();
    return new Settings(
        app,
        settings,
        chosen,
        all,
        image.orElseThrow(),
        pipeline,
        Map.copyOf(rehearsals),
        Map.copyOf(checks),
        Map.copyOf(releases));
  }

  /**
   * Returns the default region, which is not looked up if there are problems already, because that
   * may send a request.
   */
  private Supplier<Optional<Region>> regionUnlessProblems() {
    return problems.isEmpty()
        ? fallbackRegion
        : () -> {
          root.child("registry").child("region").unreadable();
          return Optional.empty();
        };
  }

  /**
   * Returns the app's name; an invalid one is reported and replaced, so that names derived from it
   * are not reported too.
   */
  private String app(Optional<String> written) {
    return root.child("app")
        .orDefault(written.orElse(null), appName(project.artifactId()), AwsName.APP::check)
        .orElse("app");
  }

  static String appName(String artifactId) {
    return artifactId
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private List<Environment> environments(
      List<EnvironmentXml> written,
      List<String> names,
      String app,
      RegistrySettingsReader.Result registry,
      Map<String, RehearsalSettings> rehearsals,
      Map<String, ReleaseChecks> checks,
      Map<String, ReleaseSettings> releases) {
    var all = new ArrayList<Environment>();
    Element parent = root.child("environments");
    for (int i = 0; i < written.size(); i++) {
      EnvironmentXml xml = written.get(i);
      Element element = parent.child("environment", xml.name, i + 1);
      RehearsalSettings rehearsal = RehearsalReader.read(xml, element);
      var reader = new EnvironmentReader(app, project.healthPath().orElse("/"), registry, element);
      Optional<Environment> environment = reader.read(xml);
      ReleaseChecks asked = ChecksReader.read(xml, reader.target(xml), element);
      ReleaseSettings release =
          ReleaseReader.read(xml, reader.target(xml).region(), names, element);
      if (environment.isPresent() && element.isSound()) {
        String name = environment.get().name();
        all.add(environment.get());
        checks.put(name, asked);
        releases.put(name, release);
        rehearsals.put(name, rehearsal);
      }
    }
    return List.copyOf(all);
  }

  private XacctException refusal() {
    return Refusal.of(problems);
  }
}
