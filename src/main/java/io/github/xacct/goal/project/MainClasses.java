package io.github.xacct.goal.project;

import io.github.xacct.model.AppBuild.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds the main class in the configuration of other plugins, so that it need not be repeated. */
public final class MainClasses {
  private static final String LAUNCHER_OF_VERTX_5 =
      "io.vertx.launcher.application.VertxApplication";
  private static final List<String> TOOLS =
      List.of(
          "io.micronaut.maven:micronaut-maven-plugin",
          "io.micronaut.build:micronaut-maven-plugin",
          "io.helidon.build-tools:helidon-maven-plugin",
          "org.graalvm.buildtools:native-maven-plugin",
          "org.codehaus.mojo:exec-maven-plugin");
  private static final String MAVEN = "org.apache.maven.plugins:";

  private final MavenProject project;
  private final List<Start> found = new ArrayList<>();

  private MainClasses(MavenProject project) {
    this.project = project;
  }

  /** Returns all configured main classes, in descending precedence. */
  public static List<Start> of(MavenProject project) {
    var classes = new MainClasses(project);
    classes.packaging();
    classes.tools();
    return List.copyOf(classes.found);
  }

  /** Adds main classes written to an archive, a start script or an image. */
  private void packaging() {
    plugin(SpringBootPlugin.KEY, "repackage", true, "mainClass");
    property("start-class", true);
    verticle();
    shaded();
    for (String plugin : List.of("maven-jar-plugin", "maven-war-plugin", "maven-assembly-plugin")) {
      archived(MAVEN + plugin);
    }
    plugin(
        "org.codehaus.mojo:appassembler-maven-plugin",
        "",
        true,
        "programs",
        "program",
        "mainClass");
    plugin("com.google.cloud.tools:jib-maven-plugin", "", true, "container", "mainClass");
  }

  /** Adds main classes of tools that start the app on a developer's machine. */
  private void tools() {
    for (String key : TOOLS) {
      plugin(key, "", false, "mainClass");
    }
    property("exec.mainClass", false);
    property("mainClass", false);
    property("main.class", false);
  }

  private void plugin(String key, String goal, boolean packaged, String... path) {
    for (Xpp3Dom configuration : PluginConfiguration.of(project, key, goal)) {
      PluginConfiguration.text(configuration, path)
          .ifPresent(name -> add(name, List.of(), artifactOf(key), packaged));
    }
  }

  private void property(String name, boolean packaged) {
    Optional.ofNullable(project.getProperties().getProperty(name))
        .map(String::trim)
        .filter(value -> !value.isEmpty() && !value.contains("${"))
        .ifPresent(value -> add(value, List.of(), "the property " + name, packaged));
  }

  /** Adds the launcher of Vert.x, whose argument is the verticle to run. */
  private void verticle() {
    String key = "io.reactiverse:vertx-maven-plugin";
    for (Xpp3Dom configuration : PluginConfiguration.of(project, key, "")) {
      PluginConfiguration.text(configuration, "verticle")
          .or(() -> Optional.ofNullable(project.getProperties().getProperty("vertx.verticle")))
          .ifPresent(
              verticle ->
                  add(
                      PluginConfiguration.text(configuration, "launcher")
                          .orElse("io.vertx.core.Launcher"),
                      List.of("run", verticle),
                      artifactOf(key),
                      true));
    }
  }

  /** Adds the main class in the manifest of a plugin that writes an archive. */
  private void archived(String key) {
    for (Xpp3Dom configuration : PluginConfiguration.of(project, key, "")) {
      Xpp3Dom archive = configuration.getChild("archive");
      if (archive != null) {
        PluginConfiguration.text(archive, "manifest", "mainClass")
            .or(() -> PluginConfiguration.text(archive, "manifestEntries", "Main-Class"))
            .ifPresent(name -> add(name, verticleOf(name, archive), artifactOf(key), true));
      }
    }
  }

  private void shaded() {
    String key = MAVEN + "maven-shade-plugin";
    for (Xpp3Dom configuration : PluginConfiguration.of(project, key, "shade")) {
      Xpp3Dom transformers = configuration.getChild("transformers");
      for (Xpp3Dom transformer :
          transformers == null ? new Xpp3Dom[0] : transformers.getChildren()) {
        PluginConfiguration.text(transformer, "mainClass")
            .or(() -> PluginConfiguration.text(transformer, "manifestEntries", "Main-Class"))
            .ifPresent(name -> add(name, verticleOf(name, transformer), artifactOf(key), true));
      }
    }
  }

  /**
   * Returns the verticle that a Vert.x launcher reads from the manifest, as command line arguments.
   * Source: Vert.x documentation, "The Vert.x Launcher", and "Vert.x Application Launcher" of
   * Vert.x 5.
   */
  private static List<String> verticleOf(String launcher, Xpp3Dom archive) {
    return PluginConfiguration.text(archive, "manifestEntries", "Main-Verticle")
        .map(v -> launcher.equals(LAUNCHER_OF_VERTX_5) ? List.of(v) : List.of("run", v))
        .orElse(List.of());
  }

  private void add(String name, List<String> arguments, String source, boolean packaged) {
    found.add(new Start(name, arguments, source, packaged));
  }

  private static String artifactOf(String key) {
    return key.substring(key.indexOf(':') + 1);
  }
}
