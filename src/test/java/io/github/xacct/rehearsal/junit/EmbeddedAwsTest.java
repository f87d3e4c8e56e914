package io.github.xacct.rehearsal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.rehearsal.RegistryClient;
import io.github.xacct.rehearsal.TinyApp;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAwsTest {
  @RegisterExtension
  static final EmbeddedAwsExtension EXTENSION =
      new EmbeddedAwsExtension(
          EmbeddedAws.builder()
              .app("shop")
              .environment("test", "222222222222")
              .environment("prod", "333333333333")
              .services(service -> service.readyWait(Optional.of(6000))));

  @TempDir Path folder;

  @Test
  void deploysAsksAndStops(EmbeddedAws aws) throws Exception {
    RehearsedAws.tinyApp(folder);
    String image = aws.push(folder.resolve("classes"), TinyApp.class.getName());
    assertThat(image).matches("127\\.0\\.0\\.1:\\d+/shop@sha256:[0-9a-f]{64}");
    RunningDeployment deployment = aws.deploy("prod", image);
    assertThat(deployment.id()).startsWith("d-");
    assertThat(deployment.error()).isEmpty();
    deployment.stop();
    assertThat(deployment.await()).isEqualTo("Stopped");
    assertThat(deployment.error()).isEqualTo("MANUAL_STOP: The deployment was stopped on request.");
    assertThatThrownBy(deployment::awaitSuccess)
        .hasMessage(
            "Deployment "
                + deployment.id()
                + ": Stopped, MANUAL_STOP: The deployment was stopped on request.");
    assertThat(aws.ask("prod", "/").body()).contains("Nothing was deployed");
    assertThatThrownBy(() -> aws.deploy("stage", image))
        .hasMessage("There is no environment stage.");
    assertThatThrownBy(() -> aws.deploy("test", "no image"))
        .hasMessageStartingWith("RegisterTaskDefinition: {");
  }

  @Test
  void hasAnAdministratorOfEachAccount(EmbeddedAws aws) {
    assertThat(aws.environment("333333333333"))
        .containsOnlyKeys(
            "AWS_ENDPOINT_URL",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_REGION",
            "AWS_DEFAULT_REGION")
        .containsEntry("AWS_ENDPOINT_URL", aws.endpoint().toString())
        .isNotEqualTo(aws.environment("222222222222"));
  }

  @Test
  void pushesALayoutAndLeavesNothingBehind() throws Exception {
    Path left;
    try (var aws = EmbeddedAws.builder().faults(Fault.HOOK_FAILS).start()) {
      left = aws.folder();
      assertThat(left).isDirectory();
      Path blobs = Files.createDirectories(folder.resolve("layout/blobs/sha256"));
      String manifest = RegistryClient.manifest("layer");
      for (String blob : List.of("{}", "layer", manifest)) {
        String digest = RegistryClient.digest(blob);
        Files.writeString(blobs.resolve(digest.replace("sha256:", "")), blob);
      }
      String digest = RegistryClient.digest(manifest);
      Files.writeString(
          folder.resolve("layout/index.json"),
          "{\"manifests\":[{\"digest\":\"%s\"}]}".formatted(digest));
      assertThat(aws.pushLayout(folder.resolve("layout")))
          .isEqualTo(aws.rehearsal().registryHost() + "/app@" + digest);
    }
    assertThat(left).doesNotExist();
    Path lasting = folder.resolve("state");
    EmbeddedAws.builder().folder(lasting).start().close();
    assertThat(Files.exists(lasting)).isTrue();
  }
}
