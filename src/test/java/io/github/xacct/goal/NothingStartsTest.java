package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A misspelt safety switch fails before any request is sent; a local server replaces AWS. */
class NothingStartsTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment><name>test</name><account>222222222222</account></environment>
      </environments>
      """;

  @TempDir Path folder;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer aws;

  @BeforeEach
  void serve() throws Exception {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext(
        "/",
        call -> {
          seen.add(call.getRequestMethod() + " " + call.getRequestURI());
          call.sendResponseHeaders(400, -1);
          call.close();
        });
    aws.start();
    String url = "http://127.0.0.1:" + aws.getAddress().getPort();
    System.setProperty("aws.endpointUrl", url);
    // The last source of credentials and region for the SDK, on EC2.
    System.setProperty("aws.ec2MetadataServiceEndpoint", url);
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    aws.stop(0);
    for (String name :
        List.of(
            "aws.endpointUrl",
            "aws.ec2MetadataServiceEndpoint",
            "aws.accessKeyId",
            "aws.secretAccessKey")) {
      System.clearProperty(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xacct.dryrun=true",
        "xacct.rehearse=flase",
        "xacct.rehersal=true",
        "xacct.rehearse=",
        "xacct.skip=yes",
        "xacct.waitUntil=create",
        "dryRun=true"
      })
  void aMisspeltSafetySwitchEndsBeforeTheFirstByte(String property) {
    String[] pair = property.split("=", 2);
    var run = deploy().with(pair[0], pair[1]);
    assertThatThrownBy(run::run)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("The command line has a problem.\n-D" + pair[0] + ": ");
    assertThat(seen).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  /** With the correct spelling, the same server receives requests. */
  @Test
  void theServerWouldHaveSeenIt() {
    assertThatThrownBy(() -> deploy().with("xacct.dryRun", "true").run()).isNotNull();
    assertThat(seen).isNotEmpty();
  }

  private MavenRun deploy() {
    return new MavenRun("blue-green-deploy", POM, folder)
        .with("env", "test")
        .with("xacct.image", "registry.example/demo-app@sha256:" + "a".repeat(64));
  }
}
