package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.RehearsedAws;
import io.github.xacct.image.ImageJson;
import io.github.xacct.rehearsal.TinyApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of several platforms from the pom to the running tasks, in a rehearsal. */
class PlatformsGoalTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <image><platform>%s</platform><mainClass>%s</mainClass></image>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>
          <task><architecture>%s</architecture></task>
          <rehearsal><terminationWait>0</terminationWait></rehearsal>
        </environment>
      </environments>
      """;

  @TempDir Path folder;

  @Test
  void theIndexIsDeployedAndItsTasksAreProved() throws Exception {
    String log = deploy("linux/amd64,linux/arm64", "ARM64", "").toString();

    var image = ImageJson.read(xacct("image.json"));
    assertThat(image.platform()).isEqualTo("linux/amd64,linux/arm64");
    String index = image.repository() + "@" + image.digest();
    assertThat(json("test/taskdef.json").at("/containerDefinitions/0/image").asText())
        .isEqualTo(index);
    assertThat(json("imageDetail.json").path("ImageURI").asText()).isEqualTo(index);
    assertThat(json("test/deployment.json").path("imageDigest").asText())
        .isEqualTo(image.digest().value());
    assertThat(log)
        .contains(
            "Building the image on scratch for linux/amd64,linux/arm64",
            "Proved: 1 of 1 running tasks run the deployed image");
  }

  @Test
  void anImageOfAnotherPlatformIsRefusedBeforeAnythingChanges() throws Exception {
    run(new PushEcrMojo(), "linux/arm64", "ARM64", "");
    var image = ImageJson.read(xacct("image.json"));

    assertThatThrownBy(
            () ->
                deploy(
                    "linux/arm64,linux/amd64",
                    "X86_64",
                    "<deployedImage>@target/xacct/image.json</deployedImage>"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageMatching("(?s)The image [^/]*/demo-app@.*")
        .hasMessageContaining(
            """
            @%s is for linux/arm64, but the tasks run on linux/amd64.
            runtimePlatform.cpuArchitecture of the task definition: X86_64
            Try: build it for the tasks, or for both:
                 <image><platform>linux/amd64,linux/arm64</platform>;
                 or change the architecture of the tasks. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md#exec-format-error
            """
                .formatted(image.digest()));
    assertThat(xacct("test/taskdef.json")).doesNotExist();
  }

  private List<String> deploy(String platform, String tasks, String more) throws Exception {
    return run(
        new BlueGreenDeployMojo(),
        platform,
        tasks,
        "<onInterrupt>detach</onInterrupt><onActive>fail</onActive>" + more);
  }

  private List<String> run(XacctMojo goal, String platform, String tasks, String more)
      throws Exception {
    RehearsedAws.tinyApp(folder.resolve("target"));
    return GoalRun.of(
        goal,
        folder,
        POM.formatted(platform, TinyApp.class.getName(), tasks),
        "<rehearse>true</rehearse><minute>100ms</minute>" + more);
  }

  private Path xacct(String name) {
    return folder.resolve("target/xacct").resolve(name);
  }

  private JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(Files.readString(xacct(name)));
  }
}
