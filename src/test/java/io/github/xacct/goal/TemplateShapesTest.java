package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Task definitions and AppSpecs of common shapes, each with its own role names, in {@code appspec},
 * {@code plan} and a rehearsed deployment.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateShapesTest {
  private static final List<String> NAMES =
      List.of(
          "nginx-in-front",
          "firelens",
          "efs",
          "app-mesh",
          "describe-dump",
          "datadog",
          "otel",
          "ec2",
          "migration",
          "variables");

  private static final String ENVIRONMENT =
      """
      <environment>
        <name>%s</name><account>222222222222</account>
        <task>%s</task>
        <variables><cpu>256</cpu><memory>512</memory><port>8080</port><essential>true</essential>
          <repository>shop</repository><greeting>hello</greeting><zone>b</zone></variables>
        <rehearsal><terminationWait>0</terminationWait></rehearsal>
      </environment>
      """;

  @TempDir static Path folder;
  private String pom;
  private String image;

  @BeforeAll
  void push() throws Exception {
    Path ecs = Files.createDirectories(folder.resolve("src/main/ecs"));
    Path shapes = Path.of(TemplateShapesTest.class.getResource("shapes").toURI());
    try (Stream<Path> files = Files.list(shapes)) {
      for (Path file : files.toList()) {
        Files.copy(file, ecs.resolve(file.getFileName().toString()));
      }
    }
    pom =
        NAMES.stream()
            .map(name -> ENVIRONMENT.formatted(name, task(name)))
            .collect(
                Collectors.joining(
                    "",
                    "<registry><account>111111111111</account><region>eu-central-1</region>"
                        + "</registry><environments>",
                    "</environments>"));
    var settings = Written.xml(pom).env("efs").basedir(folder).read();
    var output = folder.resolve("target/xacct");
    try (var stage = Rehearsed.stage(settings, settings.all(), output, Duration.ofMillis(200))) {
      image = Rehearsed.push(stage, settings, output, "1").toString();
    }
  }

  /** Returns the {@code <task>} elements that the file does not contain. */
  private static String task(String name) {
    return name.equals("firelens") ? "<containerName>checkout</containerName>" : "";
  }

  @ParameterizedTest
  @CsvSource({
    "nginx-in-front, service-role/storefront-pull, nginx:80, 0",
    "firelens, checkout-pull, checkout:8080, 0",
    "efs, media-pull, media:8080, 0",
    "app-mesh, orders-pull, orders:8080, 0",
    "describe-dump, ecs/billing-pull, billing:8080, 1",
    "datadog, search-pull, search:8080, 0",
    "otel, pricing-pull, pricing:8080, 2",
    "ec2, render-pull, render:8080, 0",
    "migration, accounts-pull, accounts:8080, 0",
    "variables, demo-app/pull, demo-app:8080, 0",
  })
  void isWrittenPlannedAndDeployed(String name, String role, String loadBalancer, int hooks)
      throws Exception {
    assertThat(run(new AppSpecMojo(), name, ""))
        .noneMatch(line -> line.contains("placeholder of another tool"));
    JsonNode definition = written(name);
    assertThat(definition.path("executionRoleArn").asText()).endsWith(role);
    assertThat(definition.toString()).doesNotContain("IMAGE1_NAME", "taskDefinitionArn");

    assertThat(run(new PlanMojo(), name, "<rehearse>true</rehearse>"))
        .anyMatch(line -> line.contains(definition.path("family").asText()));

    List<String> log =
        run(
            new BlueGreenDeployMojo(),
            name,
            "<rehearse>true</rehearse><onActive>fail</onActive><onInterrupt>detach</onInterrupt>");

    assertThat(log).anyMatch(line -> line.contains("All production traffic is on green"));
    assertThat(written(name)).isEqualTo(definition);
    String spec = Files.readString(folder.resolve("target/xacct/" + name + "/appspec.yaml"));
    String[] containerAndPort = loadBalancer.split(":");
    assertThat(spec)
        .contains("ContainerName: \"" + containerAndPort[0] + "\"")
        .contains("ContainerPort: " + containerAndPort[1])
        .contains(":task-definition/" + definition.path("family").asText() + ":");
    assertThat(spec.lines().filter(line -> line.contains("Allow"))).hasSize(hooks);
  }

  private List<String> run(XacctMojo goal, String name, String more) throws Exception {
    return GoalRun.of(
        goal,
        folder,
        pom,
        "<env>"
            + name
            + "</env><minute>200ms</minute><deployedImage>"
            + image
            + "</deployedImage>"
            + more);
  }

  private static JsonNode written(String name) throws Exception {
    return new ObjectMapper()
        .readTree(folder.resolve("target/xacct/" + name + "/taskdef.json").toFile());
  }
}
