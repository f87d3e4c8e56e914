package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.image.ImageJson;
import io.github.xacct.rehearsal.TinyApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that other tools have built: copied into ECR, deployed in a rehearsal, and answering. */
class CopyGoalTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <image><platform>linux/amd64,linux/arm64</platform><mainClass>%s</mainClass></image>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>
          <rehearsal><terminationWait>0</terminationWait></rehearsal>
        </environment>
      </environments>
      """
          .formatted(TinyApp.class.getName());

  private static final String ONE_PLATFORM =
      POM.replace("<platform>linux/amd64,linux/arm64</platform>", "");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeEach
  void compile() throws IOException {
    RehearsedAws.tinyApp(folder.resolve("target"));
  }

  @Test
  void whatDockerHasBuiltOfADockerfileAndSavedIsDeployed() throws Exception {
    save(folder.resolve("docker.tar"));

    run(new PushEcrMojo(), ONE_PLATFORM, "<copyFrom>docker.tar</copyFrom>");

    assertThat(deploy(ONE_PLATFORM)).contains("Proved: 1 of 1", "answers 200 by demo-app-test:");
  }

  @Test
  void theFolderOfAnOciLayoutOfSeveralPlatformsIsDeployed() throws Exception {
    run(new ImageMojo(), POM, "");
    var built = ImageJson.read(folder.resolve("target/xacct/image.json"));
    Path layout = unpack(folder.resolve("target/xacct/image.tar"));

    run(new PushEcrMojo(), POM, "<copyFrom>" + layout + "</copyFrom>");

    var pushed = ImageJson.read(folder.resolve("target/xacct/image.json"));
    assertThat(pushed.digest()).isEqualTo(built.digest());
    assertThat(pushed.platform()).isEqualTo("linux/amd64,linux/arm64");
    assertThat(deploy(POM)).contains("Proved: 1 of 1", "answers 200 by demo-app-test:");
  }

  private String deploy(String pom) throws Exception {
    return run(
        new BlueGreenDeployMojo(),
        pom,
        "<onInterrupt>detach</onInterrupt><onActive>fail</onActive>"
            + "<deployedImage>@target/xacct/image.json</deployedImage>");
  }

  private String run(XacctMojo goal, String pom, String more) throws Exception {
    return GoalRun.of(goal, folder, pom, "<rehearse>true</rehearse><minute>100ms</minute>" + more)
        .toString();
  }

  /**
   * Writes a tarball as older versions of {@code docker save}: uncompressed layers and no manifest.
   */
  private void save(Path tarball) throws Exception {
    String name = TinyApp.class.getName().replace('.', '/') + ".class";
    byte[] code = Files.readAllBytes(folder.resolve("target/classes").resolve(name));
    byte[] layer = tar(Map.of("srv/" + name, code));
    ObjectNode config = JSON.createObjectNode().put("architecture", "amd64").put("os", "linux");
    ObjectNode inner = config.putObject("config");
    inner.put("WorkingDir", "/srv").put("StopSignal", "SIGTERM");
    inner.putArray("Entrypoint").add("java").add("-cp").add("/srv").add(TinyApp.class.getName());
    config.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(digest(layer));
    ObjectNode image = JSON.createObjectNode().put("Config", "abc.json");
    image.putArray("RepoTags").add("tiny:1");
    image.putArray("Layers").add("def/layer.tar");
    var files = new LinkedHashMap<String, byte[]>();
    files.put("abc.json", JSON.writeValueAsBytes(config));
    files.put("def/layer.tar", layer);
    files.put("manifest.json", JSON.writeValueAsBytes(JSON.createArrayNode().add(image)));
    Files.write(tarball, tar(files));
  }

  private static String digest(byte[] content) throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    return "sha256:" + HexFormat.of().formatHex(sha256.digest(content));
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private Path unpack(Path tarball) throws IOException {
    Path layout = folder.resolve("layout");
    try (var tar = new TarFile(tarball)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        Path file = layout.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
          tar.getInputStream(entry).transferTo(out);
        }
      }
    }
    return layout;
  }
}
