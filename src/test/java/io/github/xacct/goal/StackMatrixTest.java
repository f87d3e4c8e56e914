package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.xacct.stack.TemplateExport;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import io.github.xacct.stack.plan.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every configuration of the matrix is planned, its files are those of the goal templates; cfn-lint
 * finds nothing in them, informational rules included, and moto deploys them all.
 */
class StackMatrixTest {
  private static final Pattern DEFAULT = Pattern.compile("(?m)^    Default: .*\\n");

  @TempDir Path folder;
  private ForkedAwsCli aws;

  @Test
  void everyConfigurationIsPlanned() {
    var rows = StackMatrix.rows();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    rows.forEach(row -> assertThat(row.plan().all()).as(row.name()).hasSizeGreaterThan(2));
  }

  /** Copies the placeholder image, as the script asks its user to do. */
  private static final List<String> PUT_PLACEHOLDER =
      List.of(
          "aws",
          "ecr",
          "put-image",
          "--repository-name",
          "demo-app-test-placeholder",
          "--image-tag",
          "busybox-1.37.0",
          "--image-manifest",
          """
          {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
          "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,\
          "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},\
          "layers":[]}""");

  /** Returns every twelfth row, to limit the time of a build; all rows with -Dmatrix.all. */
  private static List<StackMatrix.Row> played() {
    var rows = StackMatrix.rows();
    boolean all = System.getProperty("matrix.all") != null;
    return IntStream.range(0, rows.size())
        .filter(i -> all || i % 12 == 0)
        .mapToObj(rows::get)
        .toList();
  }

  /** Checks each template with the configuration's values, in each of its regions. */
  @Test
  @Tag("foreign")
  void cfnLintFindsNothing() throws Exception {
    demand("cfn-lint");
    Map<String, Set<String>> regions = new TreeMap<>();
    Map<String, List<String>> files = new TreeMap<>();
    var texts = new LinkedHashMap<String, Path>();
    for (var row : played()) {
      for (Stack stack : row.plan().all()) {
        String partition = stack.place().region().partition();
        String text = isLintedAnew(row, stack) ? withValues(stack) : stack.template().text();
        regions.computeIfAbsent(partition, p -> new HashSet<>()).add(stack.place().region().id());
        if (texts.containsKey(partition + text)) {
          continue;
        }
        Path file = folder.resolve(texts.size() + "-" + row.id() + "-" + stack.name() + ".yaml");
        texts.put(partition + text, Files.writeString(file, text));
        files.computeIfAbsent(partition, p -> new ArrayList<>()).add(file.toString());
      }
    }
    var said = new StringBuilder();
    for (var partition : files.entrySet()) {
      var command = new ArrayList<>(List.of("cfn-lint", "--include-checks", "I", "--regions"));
      command.addAll(regions.get(partition.getKey()));
      command.add("-t");
      command.addAll(partition.getValue());
      said.append(run(command, Map.of()).said());
    }
    assertThat(said).isEmpty();
    System.out.println(texts.size() + " different templates, " + regions);
  }

  /** By deploy.sh itself; the AWS CLI is one process, of which each call is a fork. */
  @Test
  @Tag("foreign")
  void theScriptDeploysEachOfThemOnMoto() throws Exception {
    demand("moto_server");
    demand("aws");
    Process moto = moto();
    try (var cli = ForkedAwsCli.withMoto(folder)) {
      aws = cli;
      String port = Files.readString(written("port", moto));
      var stacks = new ArrayList<String>();
      for (var row : played()) {
        Path out = deploy(row, port);
        stacks.add(demandSuccess(row, aws(port, "--check", out.toString())));
      }
      assertThat(stacks)
          .hasSameSizeAs(played())
          .allMatch(said -> said.matches("([3-9]|\\d\\d) stacks\\R"));
      deploy(StackMatrix.rows().get(0), port);
      refusesAnotherAppsStacks(port);
    } finally {
      moto.destroy();
      moto.waitFor();
    }
  }

  /** Creates accounts that contain only what the configuration specifies. */
  private Path deploy(StackMatrix.Row row, String port) throws Exception {
    reset(port);
    Path out = write(row);
    demandSuccess(row, aws(port, "--prepare", out.toString()));
    for (Path script : scripts(out)) {
      var end = script(script, port);
      if (end.said().contains("lacks the image")) {
        demandSuccess(row, run(PUT_PLACEHOLDER, administrator(script, port)));
        end = script(script, port);
      }
      demandSuccess(row, end);
    }
    return out;
  }

  /** Returns the scripts in their order; that of the pipeline is the last. */
  private static List<Path> scripts(Path out) throws IOException {
    try (var files = Files.list(out)) {
      return files
          .map(file -> file.resolve("deploy.sh"))
          .filter(Files::exists)
          .sorted(Comparator.comparing(StackMatrixTest::number))
          .toList();
    }
  }

  private static int number(Path script) {
    return Integer.parseInt(script.getParent().getFileName().toString().split("-")[0]);
  }

  private Process moto() throws Exception {
    String script = ForkedAwsCli.resource("deploy-on-moto.py");
    return new ProcessBuilder("python3", script, "--serve", folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("moto.log").toFile())
        .start();
  }

  private static String demandSuccess(StackMatrix.Row row, End end) {
    assertThat(end.code()).as(row.name() + ": " + end.said()).isZero();
    return end.said();
  }

  /** Deletes everything in all accounts. */
  private static void reset(String port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/moto-api/reset"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  /** App demo with environment app-test has the names of app demo-app with test. */
  private void refusesAnotherAppsStacks(String port) throws Exception {
    var plan =
        BootstrapRequests.usual()
            .only("none")
            .app("demo")
            .environment("app-test", "222222222222", "eu-central-1")
            .plan();
    var last = scripts(write("another-app", plan));
    var end = script(last.get(last.size() - 1), port);
    assertThat(end.code()).as(end.said()).isEqualTo(1);
    assertThat(end.said())
        .endsWith(
            "demo-app-test-network belongs to another app or environment: its AppName is demo-app,"
                + " not demo. Rename one of them.\n");
  }

  private End script(Path script, String port) throws Exception {
    return run(List.of("sh", script.toString()), administrator(script, port));
  }

  /** The credentials of an administrator of the script's account. */
  private Map<String, String> administrator(Path script, String port) throws Exception {
    String account = script.getParent().getFileName().toString().split("-")[1];
    var environment = environment(port);
    String command =
        "sts assume-role --role-session-name matrix --output text --role-arn arn:aws:iam::"
            + account
            + ":role/administrator --query Credentials.[AccessKeyId,SecretAccessKey,SessionToken]";
    var assumed = aws(port, command.split(" "));
    assertThat(assumed.code()).as(assumed.said()).isZero();
    String[] keys = assumed.said().trim().split("\\s+");
    environment.put("AWS_ACCESS_KEY_ID", keys[0]);
    environment.put("AWS_SECRET_ACCESS_KEY", keys[1]);
    environment.put("AWS_SESSION_TOKEN", keys[2]);
    return environment;
  }

  private Map<String, String> environment(String port) {
    return new HashMap<>(
        Map.of(
            "PATH", aws.path(),
            "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
            "AWS_ACCESS_KEY_ID", "a",
            "AWS_SECRET_ACCESS_KEY", "b",
            "AWS_DEFAULT_REGION", "eu-central-1",
            "AWS_CONFIG_FILE", folder.resolve("no-config").toString(),
            "AWS_PAGER", "",
            "POLL", "0.2"));
  }

  private End aws(String port, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(aws.program()));
    command.addAll(List.of(arguments));
    return run(command, environment(port));
  }

  /** Returns a file that a process writes when it accepts requests. */
  private Path written(String name, Process process) throws Exception {
    Path file = folder.resolve(name);
    for (int i = 0; i < 1200 && !Files.exists(file); i++) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    assertThat(file).as(Files.readString(folder.resolve("moto.log"))).exists();
    return file;
  }

  /** Whether the stack differs by more than names from others, or has the longest names. */
  private static boolean isLintedAnew(StackMatrix.Row row, Stack stack) {
    return stack.template() == Template.SERVICE
        || stack.template() == Template.NETWORK
        || row.name().startsWith("longest names,");
  }

  private static void demand(String program) {
    assumeTrue(ForkedAwsCli.isInstalled(program), program + " is not installed");
  }

  private Path write(StackMatrix.Row row) throws IOException {
    return write(row.id(), row.plan());
  }

  private Path write(String name, StackPlan plan) throws IOException {
    for (var file : TemplateExport.of(plan).entrySet()) {
      Path path = folder.resolve(name).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder.resolve(name);
  }

  /** Fills the configuration's values in, so that the rules check them. */
  private static String withValues(Stack stack) {
    String text = stack.template().text();
    for (var value : stack.values().entrySet()) {
      var parameter =
          Pattern.compile("(?m)^  " + value.getKey() + ":\\n((?:    .*\\n)+)").matcher(text);
      if (parameter.find() && parameter.start() < text.indexOf("\nResources:")) {
        String said =
            DEFAULT.matcher(parameter.group(1)).replaceAll("")
                + "    Default: '"
                + value.getValue()
                + "'\n";
        text = text.substring(0, parameter.start(1)) + said + text.substring(parameter.end(1));
      }
    }
    return text;
  }

  private record End(int code, String said) {}

  private static End run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return new End(process.exitValue(), said);
  }
}
