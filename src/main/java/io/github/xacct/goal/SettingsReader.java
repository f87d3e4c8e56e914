package io.github.xacct.goal;

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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns what the user wrote into what the plugin works with, or tells everything that is wrong with
 * it. Contacts nobody.
 */
final class SettingsReader {

  /** Whether the goal needs to know where to deploy. */
  enum Environments {
    /** {@code -Denv} must choose one. */
    ONE,
    /** {@code -Denv} may choose one. */
    ANY
  }

  private final ProjectFacts project;
  private final Supplier<Optional<Region>> fallbackRegion;
  private final List<String> problems = new ArrayList<>();
  private final Element root = Element.root(problems);

  /**
   * @param project the project
   * @param fallbackRegion asked when the pom names no region, for it may take a while
   */
  SettingsReader(ProjectFacts project, Supplier<Optional<Region>> fallbackRegion) {
    this.project = project;
    this.fallbackRegion = fallbackRegion;
  }

  /**
   * Reads it all.
   *
   * @throws XacctException with every problem, each with the element that has it
   */
  Settings read(Configuration written, Environments needed) {
    String app = app(written.app());
    RegistryReader.Result registry =
        new RegistryReader(app, fallbackRegion)
            .read(written.registry().orElseGet(RegistryXml::new), root.child("registry"));
    Map<String, RehearsalSettings> rehearsals = new LinkedHashMap<>();
    Map<String, ReleaseChecks> checks = new LinkedHashMap<>();
    Map<String, ReleaseSettings> releases = new LinkedHashMap<>();
    List<Environment> all =
        environments(written.environments(), app, registry, rehearsals, checks, releases);
    new EnvironmentNames(written.environments(), root).check(written.env(), needed);
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
                            environment -> checks.get(environment.name()).tests(),
                            release,
                            root.child("pipeline"))
                        .read(xml));
    if (!problems.isEmpty()) {
      throw refusal(problems);
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

  /** A bad name is told, and then stood in for, so that names derived from it tell nothing more. */
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
      String app,
      RegistryReader.Result registry,
      Map<String, RehearsalSettings> rehearsals,
      Map<String, ReleaseChecks> checks,
      Map<String, ReleaseSettings> releases) {
    var all = new ArrayList<Environment>();
    Element parent = root.child("environments");
    for (int i = 0; i < written.size(); i++) {
      EnvironmentXml xml = written.get(i);
      Element element = parent.child("environment", xml.name, i + 1);
      RehearsalSettings rehearsal =
          RehearsalReader.read(xml.rehearsal, ChecksReader.asked(xml), element.child("rehearsal"));
      new EnvironmentReader(app, registry, element)
          .read(xml)
          .ifPresent(
              environment -> {
                all.add(environment);
                var target =
                    new Target(
                        Optional.of(environment.account()), Optional.of(environment.region()));
                checks.put(environment.name(), ChecksReader.read(xml, target, element));
                releases.put(
                    environment.name(),
                    ReleaseReader.read(xml, environment.region(), written, element));
                rehearsals.put(environment.name(), rehearsal);
              });
    }
    return List.copyOf(all);
  }

  static XacctException refusal(List<String> problems) {
    XacctException refusal =
        XacctException.yours(
            "The configuration of xacct-maven-plugin has "
                + (problems.size() == 1 ? "a problem." : problems.size() + " problems."));
    for (String problem : problems) {
      refusal = refusal.evidence(problem);
    }
    return refusal.suggestion(
        "correct the plugin's <configuration> in pom.xml. Nothing was contacted or changed.");
  }
}
