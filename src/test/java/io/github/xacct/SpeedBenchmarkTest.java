package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.aws.ecr.EcrRepository;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long goals take and what CPU and memory they use, next to {@code jib:build} and the AWS CLI:
 * whole processes, in turns, against one registry on this machine. {@code mvn verify} first, whose
 * plugin it runs. Nothing here fails for being slow: it prints the table of docs/speed.md, also to
 * {@code target/xacct-speed.txt}.
 */
@Tag("benchmark")
class SpeedBenchmarkTest {
  private static final int RUNS = Integer.getInteger("benchmark.runs", 3);

  /** Of Maven's JVM: as Java starts, and as docs/speed.md advises. */
  private static final List<String> OPTIONS =
      Optional.ofNullable(System.getProperty("benchmark.mavenOpts"))
          .map(List::of)
          .orElse(List.of("", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));

  /** Whose jars on the class path the app has as its own. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "((?:software/amazon|com/google|com/fasterxml|org/yaml|org/apache/commons"
              + "|org/apache/httpcomponents|commons-|io/)[^:]*)/([^/:]+)/([^/:]+)/\\2-\\3\\.jar");

  private static final String JIB = "com.google.cloud.tools:jib-maven-plugin:3.5.2:build";
  private static final Path PLUGINS = Path.of("target/it-repository").toAbsolutePath();
  private static final Path RESOURCES = Path.of("src/test/resources/io/github/xacct/speed");
  private static final Path GNU_TIME = Path.of("/usr/bin/time");
  private static final String ROLE = "arn:aws:iam::222222222222:role/ci/demo-deploy";

  private static final String DEPENDENCY =
      """
          <dependency>
            <groupId>%s</groupId>
            <artifactId>%s</artifactId>
            <version>%s</version>
            <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
          </dependency>
      """;

  @TempDir Path folder;
  private final List<String> table = new ArrayList<>();
  private RehearsedAws aws;
  private Path app;
  private String options = "";
  private int number;

  /**
   * What a command took.
   *
   * @param wall seconds
   * @param cpu seconds of all its processes
   * @param memory the most that one of them had, in MB
   */
  private record Cost(double wall, double cpu, double memory) {
    Cost and(Cost other) {
      return new Cost(wall + other.wall, cpu + other.cpu, Math.max(memory, other.memory));
    }
  }

  /** One command, or some in a row. */
  private interface Command {
    Cost run() throws Exception;
  }

  @Test
  void measures() throws Exception {
    assumeTrue(
        Files.isDirectory(PLUGINS.resolve("io/github/xacct")), "mvn verify has not installed it");
    assumeTrue(Files.isExecutable(GNU_TIME), "GNU time is not installed");
    try (var started = RehearsedAws.in(folder.resolve("aws")).start()) {
      aws = started;
      app = writeApp();
      mvn("package", "xacct:push-ecr"); // all is downloaded and compiled once
      jib();
      for (String each : OPTIONS) {
        options = each;
        deleteAll(
            app.resolve("target/xacct/rehearsal")); // its registry has the app before its change
        print("MAVEN_OPTS=\"" + options + "\"");
        print("| what | wall, s | against | ratio | CPU, s | against | ratio | MB | against |");
        print("|---|---|---|---|---|---|---|---|---|");
        pushes();
        looks();
        deployments();
      }
    }
    Path file = Files.createDirectories(Path.of("target")).resolve("xacct-speed.txt");
    Files.write(file, table);
    assertThat(file).isNotEmptyFile();
  }

  private void pushes() throws Exception {
    Command ours = () -> mvn("xacct:push-ecr");
    row("`push-ecr`, nothing changed: `jib:build`", ours, this::jib);
    row("the same with cold caches", () -> cold(ours), () -> cold(this::jib));
    row("first push", () -> first(ours), () -> first(this::jib));
    // What was written less than two seconds ago is read again by the next push; the changes of a
    // person are further apart.
    changed(ours);
    changed(this::jib);
    changed(ours);
    row("one class changed", () -> changed(ours), () -> changed(this::jib));
  }

  private void looks() throws Exception {
    Command floor = () -> mvn("validate");
    for (String goal : List.of("help", "status", "plan", "preflight")) {
      Command look = () -> mvn("xacct:" + goal);
      // A plan of a change; the second one of the same change would build nothing.
      row(
          "`" + goal + "`: `mvn validate`",
          goal.equals("plan") ? () -> changed(look) : look,
          floor);
    }
  }

  private void deployments() throws Exception {
    Command ours = () -> mvn("xacct:blue-green-deploy");
    ours.run();
    row("`blue-green-deploy`, nothing changed: `jib:build`, CLI", ours, this::jibAndCli);
    row(
        "the same, rehearsed: `mvn validate`",
        () -> mvn("xacct:blue-green-deploy", "-Dxacct.rehearse"),
        () -> mvn("validate"));
  }

  private Cost jib() throws Exception {
    try (var session = aws.builder()) {
      var login = new EcrRepository(session, aws.registry, List.of(), e -> {}).login(() -> {});
      return mvn(
          JIB,
          "-Djib.to.image=" + login.repositoryUri() + ":jib",
          "-Djib.from.image=scratch",
          "-Djib.to.auth.username=" + login.user(),
          "-Djib.to.auth.password=" + login.password(),
          "-Djib.allowInsecureRegistries=true",
          "-DsendCredentialsOverHttp=true",
          "-Djib.container.mainClass=demo.App",
          "-Djib.baseImageCache=" + folder.resolve("jib-base"),
          "-Djib.applicationCache=" + folder.resolve("jib-app"));
    }
  }

  /** What a script without this plugin has to ask to learn that there is nothing to deploy. */
  private Cost jibAndCli() throws Exception {
    Cost all =
        jib()
            .and(
                cli(
                    Map.of(),
                    "sts assume-role --role-session-name script --external-id ext-1 --role-arn "
                        + ROLE));
    var credentials =
        new ObjectMapper()
            .readTree(printed().lines().reduce("", String::concat))
            .path("Credentials");
    var keys =
        Map.of(
            "AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").asText(),
            "AWS_SECRET_ACCESS_KEY", credentials.path("SecretAccessKey").asText(),
            "AWS_SESSION_TOKEN", credentials.path("SessionToken").asText());
    all = all.and(cli(Map.of(), "ecr describe-images --repository-name team/demo"));
    for (String call :
        List.of(
            "ecs describe-services --cluster apps --services demo",
            "ecs describe-task-definition --task-definition demo",
            "deploy get-deployment-group --application-name demo-app"
                + " --deployment-group-name demo-group",
            "deploy list-deployments --application-name demo-app"
                + " --deployment-group-name demo-group")) {
      all = all.and(cli(keys, call));
    }
    return all;
  }

  /** Against a registry that has nothing, and with cold caches. */
  private Cost first(Command command) throws Exception {
    var usual = aws;
    try (var other = RehearsedAws.in(folder.resolve("registry-" + number++)).start()) {
      aws = other;
      return cold(command);
    } finally {
      aws = usual;
    }
  }

  private Cost cold(Command command) throws Exception {
    deleteAll(app.resolve("target/xacct/jib-cache"));
    deleteAll(folder.resolve("jib-base"));
    deleteAll(folder.resolve("jib-app"));
    return command.run();
  }

  private Cost changed(Command command) throws Exception {
    Files.writeString(app.resolve("target/classes/changed"), "change " + number++);
    return command.run();
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** In turns, so that what else the machine does slows both. */
  private void row(String what, Command ours, Command theirs) throws Exception {
    var our = new ArrayList<Cost>();
    var their = new ArrayList<Cost>();
    for (int i = 0; i < RUNS; i++) {
      our.add(ours.run());
      their.add(theirs.run());
    }
    String line =
        "| %s | %s | %s | %.0f | %.0f |"
            .formatted(
                what,
                compared(our, their, Cost::wall),
                compared(our, their, Cost::cpu),
                median(our, Cost::memory),
                median(their, Cost::memory));
    print(line);
  }

  private void print(String line) {
    table.add(line);
    System.out.println(line);
  }

  private static String compared(List<Cost> our, List<Cost> their, ToDoubleFunction<Cost> which) {
    return String.format(
        Locale.ROOT,
        "%s | %s | %.2f (%+.2f)",
        words(our, which),
        words(their, which),
        median(our, which) / median(their, which),
        median(our, which) - median(their, which));
  }

  private static String words(List<Cost> costs, ToDoubleFunction<Cost> which) {
    double[] sorted = costs.stream().mapToDouble(which).sorted().toArray();
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", median(costs, which), sorted[0], sorted[RUNS - 1]);
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> which) {
    return costs.stream().mapToDouble(which).sorted().toArray()[costs.size() / 2];
  }

  private Cost mvn(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "mvn",
                "-B",
                "-ntp",
                "-s",
                folder.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + PLUGINS,
                "-Denv=test"));
    command.addAll(List.of(arguments));
    return process(Map.of("MAVEN_OPTS", options), command);
  }

  private Cost cli(Map<String, String> keys, String call) throws Exception {
    var environment = new HashMap<>(Map.of("AWS_PAGER", "", "AWS_DEFAULT_OUTPUT", "json"));
    environment.putAll(keys);
    var command = new ArrayList<>(List.of("aws"));
    command.addAll(Arrays.asList(call.split(" ")));
    return process(environment, command);
  }

  private Cost process(Map<String, String> environment, List<String> command) throws Exception {
    Path took = folder.resolve("took");
    var timed =
        new ArrayList<>(List.of(GNU_TIME.toString(), "-f", "%e %U %S %M", "-o", took.toString()));
    timed.addAll(command);
    var builder =
        new ProcessBuilder(timed)
            .directory(app.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(aws.rehearsal.environment());
    builder.environment().putAll(environment);
    assertThat(builder.start().waitFor()).as(() -> command + "\n" + printed()).isZero();
    double[] parts =
        Arrays.stream(Files.readString(took).trim().split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Cost(parts[0], parts[1] + parts[2], parts[3] / 1024);
  }

  private String printed() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An app of one class with libraries that are on this machine: 53 MB. */
  private Path writeApp() throws IOException {
    Path repository =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    Files.writeString(
        folder.resolve("settings.xml"),
        Files.readString(Path.of("src/it/settings.xml"))
            .replace("@localRepositoryUrl@", repository.toUri().toString()));
    Path project = folder.resolve("app");
    Path sources = Files.createDirectories(project.resolve("src/main/java/demo"));
    Files.copy(RESOURCES.resolve("App.java"), sources.resolve("App.java"));
    String version =
        Files.readString(Path.of("pom.xml"))
            .replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    Files.writeString(
        project.resolve("pom.xml"),
        Files.readString(RESOURCES.resolve("pom.xml"))
            .replace("@version@", version)
            .replace("@dependencies@", libraries(repository)));
    return project;
  }

  /** Those of this plugin, each without what it brings: all of them are named. */
  private static String libraries(Path repository) {
    String start = repository + "/";
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> jar.startsWith(start))
        .map(jar -> LIBRARY.matcher(jar.substring(start.length())))
        .filter(Matcher::matches)
        .map(
            jar -> DEPENDENCY.formatted(jar.group(1).replace('/', '.'), jar.group(2), jar.group(3)))
        .collect(Collectors.joining());
  }
}
