package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.configuration.RehearsalSettings;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseSettings;
import io.github.xacct.model.TaskSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins the defaults of the configuration. */
class DefaultsTest {
  private final Settings least = Written.xml(Written.LEAST).env("test").read();

  @Test
  void twoAccountIdsAreEnough() {
    assertThat(least.registry())
        .isEqualTo(
            new RegistrySettings(
                new AccountId("111111111111"),
                new Region("eu-central-1"),
                "demo-app",
                true,
                true,
                true));
    assertThat(least.environment()).contains(least.all().get(0));
  }

  @Test
  void namesOfAnEnvironmentAreMadeOfAppAndEnvironment() {
    Environment test = least.environment().orElseThrow();
    assertThat(test.role().orElseThrow())
        .hasToString("arn:aws:iam::222222222222:role/demo-app-test-deploy");
    assertThat(test.region()).hasToString("eu-central-1");
    assertThat(test.externalId()).isEmpty();
    assertThat(test.sessionTags()).isEmpty();
    assertThat(test.cluster()).isEqualTo("demo-app-test");
    assertThat(test.service()).isEqualTo("demo-app-test");
    assertThat(test.application()).isEqualTo("demo-app-test");
    assertThat(test.deploymentGroup()).isEqualTo("demo-app-test");
    assertThat(test.deploymentConfiguration()).isEmpty();
    assertThat(test.appSpec()).isEqualTo(AppSpecSettings.none());
    assertThat(test.suspendAutoScaling()).isFalse();
    assertThat(least.release(test)).isEqualTo(ReleaseSettings.none());
    assertThat(test.variables()).isEmpty();
  }

  @Test
  void theTaskIsTheSmallestThatFargateHas() {
    TaskSettings task = least.environment().orElseThrow().task();
    assertThat(task.family()).isEqualTo("demo-app-test");
    assertThat(task.size()).isEqualTo(new FargateSize(256, 512));
    assertThat(task.architecture()).isEqualTo(Architecture.X86_64);
    assertThat(task.executionRole().orElseThrow())
        .hasToString("arn:aws:iam::222222222222:role/demo-app-test-execution");
    assertThat(task.taskRole().orElseThrow())
        .hasToString("arn:aws:iam::222222222222:role/demo-app-test-task");
    assertThat(task.containerName()).isEqualTo("demo-app");
    assertThat(task.containerPort()).isEqualTo(8080);
    assertThat(task.environment()).isEmpty();
    assertThat(task.secrets()).isEmpty();
    assertThat(task.logGroup()).isEqualTo("/ecs/demo-app-test");
    assertThat(task.healthCheckPath()).isEqualTo("/");
    assertThat(task.healthCheckCommand()).isEmpty();
    assertThat(task.tags()).isEmpty();
  }

  @Test
  void thereIsNoPipelineUnlessOneIsWritten() {
    assertThat(least.pipeline()).isEmpty();
  }

  @Test
  void aPipelineGoesThroughAllEnvironmentsAndAsksBeforeTheLast() {
    String tested = "<verifyCommand>true</verifyCommand></environment>";
    var pipeline =
        Written.xml(
                Written.LEAST
                        .replace(
                            "</environments>",
                            "<environment><name>prod</name><account>333333333333</account>"
                                + "</environment></environments>")
                        .replace("</environment>", tested)
                    + "<pipeline><codeCommit>shop</codeCommit></pipeline>")
            .read()
            .pipeline()
            .orElseThrow();

    assertThat(pipeline.app()).isEqualTo("demo-app");
    assertThat(pipeline.source()).isEqualTo(new Source(Optional.empty(), "shop", "main"));
    assertThat(pipeline.steps()).extracting(Step::environment).containsExactly("test", "prod");
    assertThat(pipeline.steps())
        .extracting(Step::approvers)
        .containsExactly(List.of(), List.of("Approval"));
    assertThat(pipeline.deployWith()).isEqualTo(DeployWith.PLUGIN);
    assertThat(pipeline.javaRuntime()).isEqualTo("corretto17");
  }

  @Test
  void aPipelineOfGitHubOrGitLabTrustsTheIssuerThatEverybodyShares() {
    String tested =
        Written.LEAST.replace(
            "</environment>", "<verifyCommand>true</verifyCommand></environment>");
    for (var system : OidcIssuer.Kind.values()) {
      String name = system.name().toLowerCase(java.util.Locale.ROOT);
      var source =
          Written.xml(tested + "<pipeline><%s>example/shop</%s></pipeline>".formatted(name, name))
              .read()
              .pipeline()
              .orElseThrow()
              .source();
      assertThat(source)
          .isEqualTo(
              new Source(
                  Optional.empty(), "example/shop", "main", Optional.of(OidcIssuer.of(system))));
    }
    assertThat(OidcIssuer.of(OidcIssuer.Kind.GITHUB).host())
        .isEqualTo("token.actions.githubusercontent.com");
    assertThat(OidcIssuer.of(OidcIssuer.Kind.GITLAB).host()).isEqualTo("gitlab.com");
  }

  @Test
  void theImageIsAJreRunAsNobodyInParticular() {
    assertThat(least.image())
        .isEqualTo(
            new ImageSettings(
                "public.ecr.aws/docker/library/eclipse-temurin:17-jre",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(8080),
                "10001:10001",
                Map.of(),
                Map.of("org.opencontainers.image.version", "1.0"),
                List.of(),
                List.of("1.0"),
                List.of(Architecture.X86_64),
                Instant.ofEpochSecond(1)));
  }

  @Test
  void aRehearsalHasOneTaskAndATestListener() {
    assertThat(least.rehearsal(least.environment().orElseThrow()))
        .isEqualTo(
            new RehearsalSettings(5, Optional.empty(), true, 1, false, List.of(), false, false));
  }

  @Test
  void theRegistrysOwnAccountNeedsNoRole() {
    Settings settings =
        Written.xml(Written.LEAST.replace("222222222222", "111111111111")).env("test").read();
    assertThat(settings.environment().orElseThrow().role()).isEmpty();
  }

  @Test
  void aRoleInTheRegistrysOwnAccountIsAssumedWhenWritten() {
    String dev = Written.LEAST.replace("222222222222", "111111111111");
    Settings settings =
        Written.xml(dev.replace("</environment>", "<role>ops/deploy</role></environment>"))
            .env("test")
            .read();
    assertThat(settings.environment().orElseThrow().role().orElseThrow())
        .hasToString("arn:aws:iam::111111111111:role/ops/deploy");
  }

  @Test
  void theRegistrysRegionServesTheEnvironments() {
    Settings settings =
        Written.xml(Written.LEAST.replace("</registry>", "<region>eu-west-1</region></registry>"))
            .sdkRegion(null)
            .read();
    assertThat(settings.all().get(0).region()).hasToString("eu-west-1");
  }

  @Test
  void rolesFollowTheRegionsPartition() {
    Settings settings =
        Written.environment("").sdkRegion(new Region("cn-north-1")).env("test").read();
    assertThat(settings.environment().orElseThrow().role().orElseThrow())
        .hasToString("arn:aws-cn:iam::222222222222:role/demo-app-test-deploy");
  }

  @ParameterizedTest
  @CsvSource({"7,8", "8,8", "9,11", "11,11", "12,17", "17,17", "18,21", "21,21", "22,25", "25,25"})
  void theBaseImageHasTheNextLongTermRelease(int release, int jre) {
    assertThat(Written.xml(Written.LEAST).javaRelease(release).read().image().baseImage())
        .isEqualTo("public.ecr.aws/docker/library/eclipse-temurin:" + jre + "-jre");
  }

  @Test
  void aMirrorStandsForThePublicRegistryAlone() {
    String mirror = "111111111111.dkr.ecr.eu-central-1.amazonaws.com/ecr-public";
    String image = "<image><publicMirror>" + mirror + "</publicMirror>%s</image>";

    assertThat(Written.xml(Written.LEAST + image.formatted("")).read().image().baseImage())
        .isEqualTo(mirror + "/docker/library/eclipse-temurin:17-jre");
    assertThat(
            Written.xml(
                    Written.LEAST
                        + image.formatted("<baseImage>example.com/public.ecr.aws/x:1</baseImage>"))
                .read()
                .image()
                .baseImage())
        .isEqualTo("example.com/public.ecr.aws/x:1");
  }

  @ParameterizedTest
  @CsvSource({"demo-app,demo-app", "Demo.App,demo-app", "shop_web.,shop-web", "A--b,a-b"})
  void theAppIsNamedAfterTheArtifact(String artifactId, String app) {
    Settings settings = Written.xml(Written.LEAST).artifactId(artifactId).read();
    assertThat(settings.app()).isEqualTo(app);
    assertThat(settings.registry().repository()).isEqualTo(app);
    assertThat(settings.all().get(0).cluster()).isEqualTo(app + "-test");
  }

  @Test
  void memoryFollowsTheCpu() {
    assertThat(Written.task("<cpu>1024</cpu>").read().all().get(0).task().size())
        .isEqualTo(new FargateSize(1024, 2048));
  }

  @Test
  void thePlatformIsThatOfTheChosenEnvironment() {
    String arm =
        "<environment><name>prod</name><account>333333333333</account>"
            + "<task><architecture>ARM64</architecture></task></environment></environments>";
    String both = Written.LEAST.replace("</environments>", arm);
    assertThat(Written.xml(both).env("prod").read().image().architecture())
        .isEqualTo(Architecture.ARM64);
    assertThat(Written.xml(both).env("test").read().image().architecture())
        .isEqualTo(Architecture.X86_64);
  }

  @Test
  void thePlatformIsTheOneThatAllEnvironmentsShare() {
    assertThat(Written.task("<architecture>ARM64</architecture>").read().image().architecture())
        .isEqualTo(Architecture.ARM64);
  }

  @Test
  void theImageExposesThePortsOfAllEnvironmentsSoThatTheyShareIt() {
    String prod =
        "<environment><name>prod</name><account>333333333333</account>"
            + "<task><containerPort>9090</containerPort></task></environment></environments>";
    String both = Written.LEAST.replace("</environments>", prod);
    assertThat(Written.xml(both).env("test").read().image().ports()).containsExactly(8080, 9090);
  }

  @Test
  void anImageNeedsNoEnvironment() {
    Settings settings = Written.xml("<registry><account>111111111111</account></registry>").read();
    assertThat(settings.all()).isEmpty();
    assertThat(settings.image().architecture()).isEqualTo(Architecture.X86_64);
  }
}
