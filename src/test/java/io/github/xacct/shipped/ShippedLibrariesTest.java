package io.github.xacct.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether the jar of libraries that is shipped holds whatever the plugin's classes can reach in it:
 * {@code mvn verify} first. The unreduced libraries are those of the tests' class path.
 */
@Tag("slow")
@Tag("packaged")
class ShippedLibrariesTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Pattern CLASS_NAME = Pattern.compile("[a-z][\\w$]*([./][\\w$]+){2,}");

  /** Everything that a plugin finds here and there. */
  private static Map<String, ClassFile> whole;

  private static Map<String, ClassFile> shipped;

  /** The libraries of which something is shipped. */
  private static final Set<String> sources = new TreeSet<>();

  private static Path jar;

  @BeforeAll
  static void read() throws IOException {
    List<Path> built;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      built = files.filter(file -> file.toString().endsWith("-libraries.jar")).toList();
    }
    assumeTrue(built.size() == 1, "mvn verify has not built one: " + built);
    jar = built.get(0);
    shipped = classes(jar);
    whole = new HashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        var library = classes(Path.of(entry));
        library.forEach(whole::putIfAbsent);
        if (library.keySet().stream().anyMatch(shipped::containsKey)) {
          sources.add(Path.of(entry).getFileName().toString().replaceFirst("-\\d.*", ""));
        }
      }
    }
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        try (var in = Files.newInputStream(file)) {
          var ours = ClassFile.read(in);
          shipped.put(ours.name(), ours);
          whole.put(ours.name(), ours);
        }
      }
    }
  }

  private static Map<String, ClassFile> classes(Path jar) throws IOException {
    var classes = new HashMap<String, ClassFile>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        if (!entry.getName().startsWith("META-INF/") && !entry.getName().endsWith("-info.class")) {
          try (var in = zip.getInputStream(entry)) {
            var read = ClassFile.read(in);
            classes.put(read.name(), read);
          }
        }
      }
    }
    return classes;
  }

  /** Of the libraries; what Maven gives and what tests have is not theirs. */
  private static boolean gone(String name) {
    return !shipped.containsKey(name) && whole.containsKey(name) && isOfLibraries(name);
  }

  private static boolean isOfLibraries(String name) {
    return !name.matches(
        "(org/(slf4j|apache/maven|codehaus|junit|opentest4j|eclipse|jspecify)|javax/inject)/.*");
  }

  @Test
  void noClassRefersToOneThatIsGone() {
    var dangling = new TreeSet<String>();
    for (ClassFile from : shipped.values()) {
      from.classes().stream()
          .filter(ShippedLibrariesTest::gone)
          .forEach(name -> dangling.add(from.name() + " -> " + name));
    }
    assertThat(dangling).isEmpty();
  }

  @Test
  void noClassRefersToAMemberThatIsGone() {
    var dangling = new TreeSet<String>();
    for (ClassFile from : shipped.values()) {
      for (String reference : from.references()) {
        int dot = reference.indexOf('.');
        String owner = reference.substring(0, dot);
        String member = reference.substring(dot + 1);
        if (shipped.containsKey(owner)
            && !has(shipped, owner, member)
            && declarer(owner, member).filter(ShippedLibrariesTest::isOfLibraries).isPresent()) {
          dangling.add(from.name() + " -> " + reference);
        }
      }
    }
    assertThat(dangling).isEmpty();
  }

  /** Whose member it is, where nothing is gone. */
  private static Optional<String> declarer(String owner, String member) {
    var found = whole.get(owner);
    if (found == null) {
      return Optional.empty();
    }
    return found.members().contains(member)
        ? Optional.of(owner)
        : found.above().stream().flatMap(above -> declarer(above, member).stream()).findFirst();
  }

  private static boolean has(Map<String, ClassFile> in, String owner, String member) {
    var found = in.get(owner);
    return found != null
        && (found.members().contains(member)
            || found.above().stream().anyMatch(above -> has(in, above, member)));
  }

  /** What is abstract or overrides something is called from above. */
  @Test
  void eachClassImplementsWhatItDidBefore() {
    var gone = new TreeSet<String>();
    for (ClassFile one : shipped.values()) {
      one.above().stream()
          .filter(ShippedLibrariesTest::gone)
          .forEach(above -> gone.add(one.name() + " -> " + above));
    }
    assertThat(gone).isEmpty();
  }

  /**
   * Linked, which verifies their code, and not initialised. Some need a library that is optional
   * and that the plugin never had.
   */
  @Test
  void eachClassLoads() throws Exception {
    var unlinked = new TreeSet<String>();
    try (var loader = loader()) {
      for (String name : shipped.keySet()) {
        try {
          Class.forName(name.replace('/', '.'), false, loader).getDeclaredMethods();
        } catch (NoClassDefFoundError e) {
          if (whole.containsKey(e.getMessage())) {
            unlinked.add(name + ": " + e);
          }
        } catch (LinkageError e) {
          unlinked.add(name + ": " + e);
        }
      }
    }
    assertThat(unlinked).isEqualTo(Set.of());
  }

  /** The shipped jar, with what Maven and the tests give. */
  private static URLClassLoader loader() throws IOException {
    var urls = new ArrayList<URL>(List.of(CLASSES.toUri().toURL(), jar.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.matches(
          ".*/(slf4j-api|maven|plexus|org.eclipse|javax.inject|junit|opentest4j).*")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Each member's lambdas, which share a class, still set and get that member and no other. */
  @Test
  void eachMemberOfAModelIsReadAsItWasSet() throws Exception {
    List<String> models =
        shipped.keySet().stream()
            .filter(name -> shipped.containsKey(name + "$Lambdas"))
            .filter(name -> name.contains("/model/"))
            .filter(name -> shipped.containsKey(name + "$BuilderImpl"))
            .map(name -> name.replace('/', '.'))
            .sorted()
            .toList();
    assertThat(models).hasSizeGreaterThan(300);
    try (var loader = loader()) {
      for (String model : models) {
        new ModelFields(Class.forName(model, true, loader)).check();
      }
    }
  }

  /** The table of endpoints holds each service that is asked, as the SDK's own does. */
  @Test
  void eachServiceHasTheEndpointThatItHadBefore() throws Exception {
    var services = new TreeSet<String>();
    for (ClassFile from : shipped.values()) {
      if (from.name().startsWith("io/github/xacct/aws/")
          || from.name().endsWith("BaseClientBuilder")) {
        from.texts().stream()
            .filter(text -> text.matches("[a-z][a-z0-9.-]*"))
            .forEach(services::add);
      }
    }
    assertThat(services).contains("api.ecr", "ecs", "elasticloadbalancing", "ec2", "monitoring");
    try (var loader = loader()) {
      var ours = new Endpoints(loader);
      var before = new Endpoints(getClass().getClassLoader());
      for (String service : services) {
        for (String region : List.of("eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1")) {
          assertThat(ours.of(service, region)).isEqualTo(before.of(service, region));
        }
      }
    }
  }

  @Test
  void whatIsFoundByNameIsThereOrIsNotNeeded() {
    Set<String> named =
        shipped.values().stream()
            .flatMap(from -> from.texts().stream())
            .filter(text -> CLASS_NAME.matcher(text).matches())
            .map(text -> text.replace('.', '/'))
            .filter(ShippedLibrariesTest::gone)
            .collect(Collectors.toCollection(TreeSet::new));
    // Types of java.sql, archives in pack200, and events of streams: no goal reads any.
    assertThat(named)
        .containsExactly(
            "com/fasterxml/jackson/databind/deser/std/DateDeserializers$SqlDateDeserializer",
            "com/fasterxml/jackson/databind/deser/std/DateDeserializers$TimestampDeserializer",
            "com/fasterxml/jackson/databind/ser/std/SqlDateSerializer",
            "com/fasterxml/jackson/databind/ser/std/SqlTimeSerializer",
            "org/apache/commons/compress/harmony/unpack200/Pack200UnpackerAdapter",
            "software/amazon/awssdk/http/auth/aws/eventstream/HttpAuthAwsEventStream");
  }

  @Test
  void theNoticeNamesEachLibraryThatItIsOf() throws IOException {
    String notice = text("META-INF/NOTICE");
    assertThat(sources)
        .contains("jib-core", "ecs", "guava", "jackson-databind", "asm")
        .allSatisfy(name -> assertThat(notice).containsPattern("[ ,]" + name + "(,|\n)"));
    assertThat(text("META-INF/LICENSE")).contains("Apache License");
    assertThat(text("META-INF/LICENSE.txt")).contains("Apache License");
  }

  private static String text(String entry) throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var in = zip.getInputStream(zip.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Less than 20 MB, with the plugin's own jar of 4.2 MB. */
  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(jar)).isLessThan(15_500_000);
  }
}
