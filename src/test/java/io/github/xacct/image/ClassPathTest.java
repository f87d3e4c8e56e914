package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.TarballTest;
import io.github.xacct.model.AppBuild.Start;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.ImageDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the app in the image finds the same classes as the tests. */
class ClassPathTest {
  @TempDir Path folder;

  private final Recording told = new Recording();
  private TestApp app;

  @BeforeEach
  void anApp() throws IOException {
    app = new TestApp(folder.resolve("app"));
    Files.createDirectories(app.classes);
  }

  @Test
  void ofTwoJarsWithOneClassTheFirstDeclaredWins() throws Exception {
    String body = "public static String name() { return \"%s\"; }";
    Path first = app.jarOf("zz-first-1.0.jar", "dup.Which", body.formatted("first"));
    Path second = app.jarOf("aa-second-1.0.jar", "dup.Which", body.formatted("second"));
    app.compileWith(
        Path.of(first + ".classes"),
        "demo.App",
        "public static void main(String[] a) { System.out.print(dup.Which.name()); }");

    app.then(Kind.RELEASE, first).then(Kind.RELEASE, second);
    assertThat(run()).isEqualTo("first");
    String digest = build().digest().value();

    app.inOrder.clear();
    app.then(Kind.RELEASE, second).then(Kind.RELEASE, first);
    assertThat(run()).isEqualTo("second");
    assertThat(build().digest().value()).isNotEqualTo(digest);
  }

  @Test
  void theOrderIsMavensAcrossAllKindsOfDependencies() throws Exception {
    hello();
    Path module = folder.resolve("module/target/classes");
    app.compile(module, "module.Module", "");
    app.then(Kind.SNAPSHOT, app.jar("s-1-SNAPSHOT.jar", "s.txt", ""))
        .then(Kind.SIBLING, module)
        .then(Kind.RELEASE, app.jar("b-1.0.jar", "b.txt", ""))
        .then(Kind.SIBLING, app.jar("m-1.0.jar", "m.txt", ""))
        .then(Kind.RELEASE, app.jar("a-1.0.jar", "a.txt", ""));

    build();

    assertThat(classPathFile())
        .isEqualTo(
            "/app/classes:/app/libs/s-1-SNAPSHOT.jar:/app/siblings/1:/app/libs/b-1.0.jar"
                + ":/app/libs/m-1.0.jar:/app/libs/a-1.0.jar");
    assertThat(entrypoint())
        .containsExactly(
            "java", "-XX:MaxRAMPercentage=75", "-cp", "@/app/jib-classpath-file", "demo.App");
  }

  @Test
  void theOrderIsPartOfTheHashOfTheInputs() throws IOException {
    hello();
    Path a = app.jar("a-1.0.jar", "a.txt", "");
    Path b = app.jar("b-1.0.jar", "b.txt", "");
    try (var registry = new MemoryRegistry()) {
      app.then(Kind.RELEASE, a).then(Kind.RELEASE, b);
      var one = images().push(app.settings(), app.files(), registry.access());
      app.inOrder.clear();
      app.then(Kind.RELEASE, b).then(Kind.RELEASE, a);
      app.tags = List.of("2.0");
      var two = images().push(app.settings(), app.files(), registry.access());

      assertThat(two.tags().get(1)).isNotEqualTo(one.tags().get(1));
    }
  }

  /** In Maven's repository, where the tests found them, they are in different folders. */
  @Test
  void aManifestsClassPathDoesNotChangeTheOrder() throws Exception {
    String body = "public static String name() { return \"%s\"; }";
    Path tool = withManifest("tool-1.0.jar", "t.T", "late-1.0.jar ./other.jar");
    Path early = app.jarOf("early-1.0.jar", "dup.Which", body.formatted("early"));
    Path late = app.jarOf("repo/late-1.0.jar", "dup.Which", body.formatted("late"));
    app.compileWith(
        Path.of(early + ".classes"),
        "demo.App",
        "public static void main(String[] a) { System.out.print(dup.Which.name()); }");
    app.then(Kind.RELEASE, tool).then(Kind.RELEASE, early).then(Kind.RELEASE, late);

    assertThat(run()).isEqualTo("early");
    assertThat(classPathFile())
        .isEqualTo(
            "/app/classes:/app/libs/tool-1.0/tool-1.0.jar:/app/libs/early-1.0.jar"
                + ":/app/libs/late-1.0.jar");
    assertThat(told.of(Event.Warning.class)).isEmpty();
  }

  /**
   * Such as a vendor's jars of scope system: one is declared, and its manifest names the others.
   */
  @Test
  void aJarThatOnlyAManifestNamesIsReported() {
    hello();
    Path vendor = withManifest("lib/vendor.jar", "v.V", ". core.jar gone.jar more/ http://x/y.jar");
    Path core = app.jarOf("lib/core.jar", "v.Core", "");
    app.then(Kind.RELEASE, vendor);

    build();

    assertThat(told.of(Event.Warning.class))
        .containsExactly(
            new Event.Warning(
                "Not in the image: %s, which the manifest of %s adds to the class path of the tests."
                        .formatted(core, vendor)
                    + " Declare it as a dependency, or ignore this if the app does not need it."));

    told.events.clear();
    app.then(Kind.RELEASE, core);
    build();
    assertThat(told.of(Event.Warning.class)).isEmpty();
  }

  private Path withManifest(String path, String className, String classPath) {
    app.jarOf(path, className, "");
    String entry = className.replace('.', '/') + ".class";
    var entries = new LinkedHashMap<String, Object>();
    entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: " + classPath + "\n");
    entries.put(entry, app.root.resolve(path + ".classes").resolve(entry));
    return app.archive(path, entries);
  }

  @Test
  void aNameWithASpaceIsQuotedInTheFile() throws Exception {
    hello();
    app.then(Kind.RELEASE, app.jar("my lib.jar", "a.txt", ""));

    build();

    assertThat(classPathFile()).isEqualTo("\"/app/classes:/app/libs/my lib.jar\"");
  }

  @Test
  void java8KnowsNoArgumentFilesSoTheListIsInTheCommand() throws Exception {
    hello();
    app.release(8)
        .then(Kind.RELEASE, app.jar("z-1.0.jar", "a.txt", ""))
        .then(Kind.RELEASE, app.jar("a-1.0.jar", "a.txt", ""));

    build();

    assertThat(entrypoint())
        .endsWith("-cp", "/app/classes:/app/libs/z-1.0.jar:/app/libs/a-1.0.jar", "demo.App");
    assertThat(tar().layers().toString()).doesNotContain("jib-classpath-file");
  }

  /** CDI looks for bean classes beside META-INF/beans.xml, JPA beside META-INF/persistence.xml. */
  @Test
  void classesLieBesideTheResources() throws Exception {
    app.compile(
        "demo.App",
        """
        public static void main(String[] a) throws Exception {
          String beans = App.class.getResource("/META-INF/beans.xml").getPath();
          String own = App.class.getProtectionDomain().getCodeSource().getLocation().getPath();
          System.out.print(beans.equals(own + "META-INF/beans.xml"));
        }
        """);
    app.write("target/classes/META-INF/beans.xml", "<beans/>");

    assertThat(run()).isEqualTo("true");
    assertThat(tar().layers()).hasSize(2);
  }

  @Test
  void aClassThatIsInNoJarOfTheImageIsReported() {
    Path vendor = app.jarOf("vendor-1.0.jar", "v.V", "public static int n() { return 1; }");
    app.compileWith(
        Path.of(vendor + ".classes"),
        "demo.App",
        "public static void main(String[] a) { System.out.print(v.V.n()); }");

    build();

    assertThat(told.of(Event.Warning.class))
        .extracting(Event.Warning::text)
        .containsExactly(
            "Not in the image, though the project's classes link to them: v.V (used by demo.App)."
                + " Dependencies of scope provided are not available at run time; scope runtime or"
                + " compile adds them. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/image.md#missing-classes");

    told.events.clear();
    app.then(Kind.RELEASE, vendor);
    build();
    assertThat(told.of(Event.Warning.class)).isEmpty();
  }

  /** A sibling's dependency of scope provided does not come with it. */
  @Test
  void whatASiblingModuleLinksToIsCheckedToo() {
    hello();
    app.jarOf("v-1.0.jar", "v.V", "public static int n() { return 1; }");
    Path module = folder.resolve("module/target/classes");
    app.compile(
        module,
        app.root.resolve("v-1.0.jar.classes"),
        "module.Module",
        "public int n() { return v.V.n(); }");
    app.then(Kind.SIBLING, module);
    build();
    assertThat(told.of(Event.Warning.class))
        .singleElement()
        .extracting(Event.Warning::text)
        .asString()
        .contains("v.V (used by module.Module)");

    told.events.clear();
    app.inOrder.clear();
    app.then(
        Kind.SIBLING,
        app.archive(
            "module-1.0.jar",
            Map.of("module/Module.class", module.resolve("module/Module.class"))));
    build();
    assertThat(told.of(Event.Warning.class)).hasSize(1);
  }

  /** Generated code often has an annotation that is not required at run time. */
  @Test
  void classesOfAnAnnotationProcessorAreCheckedAsAllOthers() throws Exception {
    Path marks =
        app.jarOf(
            "marks-1.0.jar",
            "m.Marks",
            """
            public enum Kind { ONE }
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.CLASS)
            public @interface Made { Class<?> by(); Kind kind(); }
            """);
    Path library = app.jarOf("lib-1.0.jar", "l.Lib", "public static int n() { return 1; }");
    process(
        List.of(Path.of(marks + ".classes"), Path.of(library + ".classes")),
        "@m.Marks.Made(by = demo.App.class, kind = m.Marks.Kind.ONE)"
            + " public class Builder { public int n() { return l.Lib.n(); } }");
    app.then(Kind.RELEASE, library);
    build();
    assertThat(told.of(Event.Warning.class)).isEmpty();

    app.inOrder.clear();
    build();
    assertThat(told.of(Event.Warning.class))
        .singleElement()
        .extracting(Event.Warning::text)
        .asString()
        .startsWith(
            "Not in the image, though the project's classes link to them: l.Lib (used by"
                + " demo.Builder). Dependencies");
  }

  /** Compiles demo.App, with a processor that adds demo.Builder. */
  private void process(List<Path> classPath, String generated) throws IOException {
    var processor =
        new AbstractProcessor() {
          @Override
          public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
          }

          @Override
          public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
          }

          @Override
          public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
            if (!round.processingOver()) {
              try (var out =
                  processingEnv.getFiler().createSourceFile("demo.Builder").openWriter()) {
                out.write("package demo; " + generated);
              } catch (FilerException e) {
                return false; // in the round of what it has written
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
            return false;
          }
        };
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(app.classes));
      Path source =
          Files.writeString(
              Files.createDirectories(folder.resolve("source")).resolve("App.java"),
              "package demo; @m.Marks.Made(by = App.class, kind = m.Marks.Kind.ONE) public class App"
                  + " { public static void main(String[] a) { new Builder(); } }");
      var task = compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
      task.setProcessors(List.of(processor));
      assertThat(task.call()).isTrue();
    }
  }

  /** Such as those of AutoValue or of an API's documentation, usually of scope provided. */
  @Test
  void aNestedTypeThatOnlyAnAnnotationNamesIsNotMissed() {
    Path notes =
        app.jarOf(
            "notes-1.0.jar",
            "n.Notes",
            "public enum Kind { ONE } public @interface Mark { Kind value(); }");
    app.compileWith(
        Path.of(notes + ".classes"),
        "demo.App",
        "@n.Notes.Mark(n.Notes.Kind.ONE) public static void main(String[] a) {}");
    build();
    assertThat(told.of(Event.Warning.class)).isEmpty();

    app.compileWith(
        Path.of(notes + ".classes"),
        "demo.App",
        "public static void main(String[] a) { System.out.print(n.Notes.Kind.ONE); }");
    build();
    assertThat(told.of(Event.Warning.class)).hasSize(1);
  }

  @Test
  void theMainClassIsThatOfThePackagingPluginsConfiguration() {
    String main = "public static void main(String[] a) {}";
    app.compile("demo.One", main).compile("demo.Two", main);
    app.startedBy(
        new Start("demo.One", List.of(), "exec-maven-plugin", false),
        new Start("demo.Two", List.of(), "maven-jar-plugin", true));
    assertThat(entrypointOfBuild()).endsWith("demo.Two");

    app.startedBy(new Start("demo.One", List.of(), "exec-maven-plugin", false));
    assertThat(entrypointOfBuild()).endsWith("demo.One");

    app.mainClass = Optional.of("demo.Two");
    assertThat(entrypointOfBuild()).endsWith("demo.Two");
  }

  @Test
  void twoPlacesThatNameDifferentClassesAreReported() {
    String main = "public static void main(String[] a) {}";
    app.compile("demo.One", main).compile("demo.Two", main);
    app.startedBy(
        new Start("demo.One", List.of(), "spring-boot-maven-plugin", true),
        new Start("demo.Old", List.of(), "spring-boot-maven-plugin", true),
        new Start("demo.Two", List.of(), "maven-jar-plugin", true),
        new Start("demo.Tool", List.of(), "exec-maven-plugin", false));

    assertThat(entrypointOfBuild()).endsWith("demo.One");
    assertThat(told.of(Event.Warning.class))
        .extracting(Event.Warning::text)
        .containsExactly(
            "The build names several classes to start: demo.One (spring-boot-maven-plugin),"
                + " demo.Two (maven-jar-plugin). The first is started; <image><mainClass> chooses"
                + " another. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/image.md#main-class");
  }

  @Test
  void placesThatAgreeOrThatTheConfigurationDecidesAreNot() {
    hello();
    app.startedBy(
        new Start("demo.App", List.of(), "maven-jar-plugin", true),
        new Start("demo.App", List.of(), "jib-maven-plugin", true),
        new Start("demo.Tool", List.of(), "exec-maven-plugin", false));
    build();

    app.mainClass = Optional.of("demo.App");
    app.startedBy(
        new Start("demo.A", List.of(), "maven-jar-plugin", true),
        new Start("demo.B", List.of(), "jib-maven-plugin", true));
    build();

    assertThat(told.of(Event.Warning.class)).isEmpty();
  }

  @Test
  void theMainClassMayBeThatOfADependency() throws Exception {
    app.compile("demo.Bean", "");
    app.startedBy(new Start("lib.Main", List.of(), "the property mainClass", false));
    app.then(
        Kind.RELEASE,
        app.jarOf(
            "repo/lib-1.0.jar",
            "lib.Main",
            "public static void main(String[] a) { System.out.print(\"from a jar\"); }"));

    assertThat(run()).isEqualTo("from a jar");
  }

  /**
   * A class that starts an app on a developer's machine does not compete with the only main class.
   */
  @Test
  void aToolsMainClassDoesNotWinOverTheOnlyOne() {
    hello();
    app.startedBy(new Start("demo.Tool", List.of(), "exec-maven-plugin", false));

    assertThat(entrypointOfBuild()).endsWith("demo.App");
  }

  @Test
  void aMainClassThatIsNowhereIsReportedWithWhoNamedIt() {
    hello();
    app.startedBy(new Start("demo.Gone", List.of(), "maven-jar-plugin", true));

    assertThatThrownBy(this::build)
        .hasMessage(
            """
            The class to start is not in the image: demo.Gone.
            It was named by maven-jar-plugin.
            Try: name one of the project or of a runtime dependency: <image><mainClass>com.example.App</mainClass></image>""");
  }

  @Test
  void ofSeveralMainClassesTheSpringBootApplicationIsTheOne() {
    String main = "public static void main(String[] a) {}";
    app.compile("demo.One", main);
    app.compile(
        "demo.Two",
        main
            + " static final String S ="
            + " \"Lorg/springframework/boot/autoconfigure/SpringBootApplication;\";");

    assertThat(entrypointOfBuild()).endsWith("demo.Two");
  }

  /** A service that only the module descriptor declares is not found on a class path. */
  @Test
  void aModuleIsStartedAsOneAndFindsItsServices() throws Exception {
    Path plain = app.jarOf("plain-1.0.jar", "plain.Plain", "");
    sources(
        folder.resolve("lib"),
        Map.of(
            "module-info.java",
            "module lib { exports lib; provides lib.Greeter with lib.Hello; }",
            "lib/Greeter.java",
            "package lib; public interface Greeter { String text(); }",
            "lib/Hello.java",
            "package lib; public class Hello implements Greeter {"
                + " public String text() { return \"hello\"; } }"),
        "");
    sources(
        app.classes,
        Map.of(
            "module-info.java",
            "module demo { requires lib; uses lib.Greeter; }",
            "demo/App.java",
            "package demo; public class App { public static void main(String[] a) {"
                + " System.out.print(App.class.getModule() + \" \" + java.util.ServiceLoader"
                + ".load(lib.Greeter.class).findFirst().get().text()); } }"),
        folder.resolve("lib").toString());
    app.then(Kind.RELEASE, plain).then(Kind.SIBLING, folder.resolve("lib"));

    assertThat(run()).isEqualTo("module demo hello");
    assertThat(entrypoint())
        .containsExactly(
            "java",
            "-XX:MaxRAMPercentage=75",
            "-p",
            "@/app/module-path-file",
            "-cp",
            "/app/libs/plain-1.0.jar",
            "-m",
            "demo/demo.App");
    assertThat(told.of(Event.Note.class))
        .contains(new Event.Note("Recognized the Java module demo: starts it as a module."));

    app.mainClass = Optional.of("demo.App");
    build();
    assertThat(entrypoint()).contains("-cp").doesNotContain("-m");
  }

  private static void sources(Path into, Map<String, String> sources, String modulePath)
      throws IOException {
    Path folder = Files.createTempDirectory("sources");
    var command = new ArrayList<>(List.of("--release", "17", "-d", into.toString()));
    if (!modulePath.isEmpty()) {
      command.addAll(List.of("-p", modulePath));
    }
    for (var source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      command.add(Files.writeString(file, source.getValue()).toString());
    }
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new));
    assertThat(failed).isZero();
  }

  private void hello() {
    app.compile("demo.App", "public static void main(String[] a) { System.out.print(\"hi\"); }");
  }

  private List<String> entrypointOfBuild() {
    build();
    try {
      return entrypoint();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> entrypoint() throws IOException {
    return TarballTest.texts(tar().config().get("config").get("Entrypoint"));
  }

  private String classPathFile() throws IOException {
    Path root = Files.createTempDirectory(folder, "root");
    tar().unpack(root);
    return Files.readString(root.resolve("app/jib-classpath-file"));
  }

  /** The output of the app, run as the image specifies. */
  private String run() throws Exception {
    build();
    Path root = Files.createTempDirectory(folder, "root");
    tar().unpack(root);
    return new Command(root, entrypoint()).output();
  }

  private ImageDescription build() {
    return images()
        .tarball(app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());
  }

  private Images images() {
    var caches = new Caches(folder.resolve("base-cache"), folder.resolve("jib-cache"));
    return new Images(caches, false, told, line -> {});
  }

  private Tar tar() throws IOException {
    return new Tar(folder.resolve("i.tar"));
  }
}
