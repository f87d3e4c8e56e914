package io.github.xacct.image;

import io.github.xacct.model.AppBuild;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Dependency;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A small app in a folder, whose sources are compiled and whose jars are created by the test. */
public final class TestApp {
  public final Path root;
  public final Path classes;
  public final List<Path> dependencies = new ArrayList<>();
  final List<Path> snapshots = new ArrayList<>();
  public final List<Path> siblings = new ArrayList<>();
  final List<Dependency> inOrder = new ArrayList<>();
  AppBuild build;
  Optional<String> healthPath = Optional.empty();
  String module = "com.example:any";
  public final Map<String, String> labels = new java.util.HashMap<>();
  public final List<Path> extras = new ArrayList<>();
  public String baseImage = "scratch";
  public String user = "1000:1000";
  List<String> jvmFlags = List.of("-XX:MaxRAMPercentage=75");
  public Optional<Layout> layout = Optional.empty();
  public Optional<String> appRoot = Optional.empty();
  public Optional<String> mainClass = Optional.empty();
  public Architecture architecture = Architecture.X86_64;
  List<Architecture> platforms = List.of();
  public List<String> tags = List.of("1.0");

  public TestApp(Path root) {
    this.root = root;
    this.classes = root.resolve("target/classes");
    this.build = new AppFiles(classes, List.of()).build();
  }

  /** The same app, to be configured differently. */
  static TestApp of(TestApp other) {
    var app = new TestApp(other.root);
    app.dependencies.addAll(other.dependencies);
    app.snapshots.addAll(other.snapshots);
    app.siblings.addAll(other.siblings);
    return app;
  }

  /** An app that prints hello, with a resource and a released, a snapshot and a sibling jar. */
  public static TestApp hello(Path root) {
    var app = new TestApp(root);
    app.compile(
        "demo.App", "public static void main(String[] a) { System.out.println(\"hello\"); }");
    app.write("target/classes/application.properties", "greeting=hello\n");
    app.dependencies.add(app.jar("repo/lib-1.0.jar", "lib.txt", "lib"));
    app.snapshots.add(app.jar("repo/young-1-SNAPSHOT.jar", "young.txt", "young"));
    app.siblings.add(app.jar("sibling/target/sibling-1.0.jar", "sibling.txt", "sibling"));
    return app;
  }

  public TestApp compile(String className, String body) {
    return compile(classes, className, body);
  }

  public TestApp compile(Path into, String className, String body) {
    return compile(into, classes, className, body);
  }

  /** Compiles a class of the app that uses those of a sibling. */
  public TestApp compileWith(Path sibling, String className, String body) {
    return compile(classes, sibling, className, body);
  }

  TestApp compile(Path into, Path classPath, String className, String body) {
    try {
      int dot = className.lastIndexOf('.');
      String name = className.substring(dot + 1);
      Path source = Files.createTempDirectory("source").resolve(name + ".java");
      Files.writeString(
          source,
          "package " + className.substring(0, dot) + "; public class " + name + " {" + body + "}");
      Files.createDirectories(into);
      int failed =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-proc:none",
                  "--release",
                  "17",
                  "-cp",
                  classPath.toString(),
                  "-d",
                  into.toString(),
                  source.toString());
      Files.delete(source);
      Files.delete(source.getParent());
      if (failed != 0) {
        throw new AssertionError("does not compile: " + body);
      }
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Path write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Path jar(String path, String entry, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file);
          var jar = new JarOutputStream(out)) {
        var e = new JarEntry(entry);
        e.setTime(0);
        jar.putNextEntry(e);
        jar.write(text.getBytes());
      }
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A jar with one class, compiled without a class path. */
  Path jarOf(String path, String className, String body) {
    Path folder = root.resolve(path + ".classes");
    compile(folder, className, body);
    String entry = className.replace('.', '/') + ".class";
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
        var e = new JarEntry(entry);
        e.setTime(0);
        jar.putNextEntry(e);
        jar.write(Files.readAllBytes(folder.resolve(entry)));
      }
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public AppFiles files() {
    var all = new ArrayList<Dependency>();
    dependencies.forEach(file -> all.add(dependency(file, Kind.RELEASE)));
    snapshots.forEach(file -> all.add(dependency(file, Kind.SNAPSHOT)));
    siblings.forEach(file -> all.add(dependency(file, Kind.SIBLING)));
    built(build.archives(), build.release(), build.plugins(), build.starts());
    return new AppFiles(classes, inOrder.isEmpty() ? all : inOrder, build);
  }

  private Dependency dependency(Path file, Kind kind) {
    return new Dependency(file, kind, module, "1.0");
  }

  /** Adds a dependency after all others, which replaces those of the lists. */
  public TestApp then(Kind kind, Path file) {
    inOrder.add(dependency(file, kind));
    return this;
  }

  TestApp release(int release) {
    return built(build.archives(), release, build.plugins(), build.starts());
  }

  TestApp startedBy(AppBuild.Start... starts) {
    return built(build.archives(), build.release(), build.plugins(), List.of(starts));
  }

  public TestApp packagedAs(Path... archives) {
    return built(List.of(archives), build.release(), build.plugins(), build.starts());
  }

  TestApp plugin(String plugin) {
    return built(build.archives(), build.release(), Set.of(plugin), build.starts());
  }

  private TestApp built(
      List<Path> archives, int release, Set<String> plugins, List<AppBuild.Start> starts) {
    build =
        new AppBuild(
            build.packaging(),
            root.resolve("target"),
            archives,
            release,
            healthPath,
            plugins,
            starts,
            build.leftOut());
    return this;
  }

  /** Adds a dependency of this name after all others. */
  TestApp with(String module, String version, Path file) {
    inOrder.add(new Dependency(file, Kind.RELEASE, module, version));
    return this;
  }

  /** An archive with these entries, each the content of a file or a string. */
  public Path archive(String path, Map<String, Object> entries) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
        for (var entry : entries.entrySet()) {
          var e = new JarEntry(entry.getKey());
          e.setTime(0);
          jar.putNextEntry(e);
          jar.write(
              entry.getValue() instanceof Path content
                  ? Files.readAllBytes(content)
                  : entry.getValue().toString().getBytes());
        }
      }
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public ImageSettings settings() {
    return new ImageSettings(
        baseImage,
        layout,
        appRoot,
        mainClass,
        jvmFlags,
        List.of("serve"),
        List.of(8080),
        user,
        Map.of("STAGE", "any"),
        labels,
        extras,
        tags,
        platforms.isEmpty() ? List.of(architecture) : platforms,
        Instant.parse("2026-01-02T03:04:05Z"));
  }
}
