package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.aws.Deadline;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.EcrException;

class RehearsalTest {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  @TempDir Path state;

  @Test
  void reportsClientsAllThatTheyNeed() throws Exception {
    try (var aws = new CoreFixture(state)) {
      assertThat(aws.rehearsal.environment())
          .containsOnlyKeys(
              "AWS_ENDPOINT_URL",
              "AWS_ACCESS_KEY_ID",
              "AWS_SECRET_ACCESS_KEY",
              "AWS_REGION",
              "AWS_DEFAULT_REGION")
          .containsEntry("AWS_ENDPOINT_URL", aws.rehearsal.endpoint().toString())
          .containsEntry("AWS_ACCESS_KEY_ID", aws.rehearsal.accessKeyId())
          .containsEntry("AWS_SECRET_ACCESS_KEY", aws.rehearsal.secretAccessKey())
          .containsEntry("AWS_REGION", "eu-central-1")
          .containsEntry("AWS_DEFAULT_REGION", "eu-central-1");
      assertThat(aws.rehearsal.accessKeyId()).startsWith("AKIA").hasSize(20);
    }
  }

  @Test
  void leavesNoThreadAndNoPortBehind() throws Exception {
    Set<Thread> before = threads();
    URI endpoint;
    String registry;
    try (var aws = new CoreFixture(state)) {
      aws.ecr(aws.builder()).getAuthorizationToken();
      endpoint = aws.rehearsal.endpoint();
      registry = aws.rehearsal.registryHost();
      assertThat(threads()).hasSizeGreaterThan(before.size());
      aws.rehearsal.close();
      aws.rehearsal.close();
    }

    assertThat(newRehearsalThreads(before)).isEmpty();
    for (int port : new int[] {endpoint.getPort(), URI.create("x://" + registry).getPort()}) {
      assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.1"), port).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void forgetsTheHalvesOfFilesWhoseWritersWereKilled() throws Exception {
    Path half = state.resolve("registry/111111111111/eu-central-1/.4711.part");
    Files.createDirectories(half.getParent());
    Files.writeString(half, "{\"name\":");
    try (var aws = new CoreFixture(state)) {
      assertThat(half).doesNotExist();
      assertThat(aws.rehearsal.endpoint()).isNotNull();
    }
  }

  @Test
  void aStateFolderServesOneRehearsalAtATime() throws Exception {
    try (var aws = new CoreFixture(state)) {
      assertThatThrownBy(() -> new CoreFixture(state))
          .isInstanceOf(XacctException.class)
          .hasMessage(
              "Another rehearsal is using "
                  + state
                  + ".\nTry: wait until it has ended, or end it with Ctrl-C, and run this one"
                  + " again");
    }
    new CoreFixture(state).close();
  }

  @Test
  void aPortThatIsTakenIsToldAndNothingKeepsRunning() throws Exception {
    Set<Thread> before = threads();
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var plan = CoreFixture.plan(state).but().port(taken.getLocalPort()).build();

      assertThatThrownBy(() -> Rehearsal.start(plan, line -> {}))
          .isInstanceOf(XacctException.class)
          .hasMessageStartingWith(
              "Cannot serve the rehearsal on port " + taken.getLocalPort() + ".\nThe system said: ")
          .hasMessageEndingWith(
              "\nTry: stop the process that uses the port, or choose another: -Dxacct.rehearse.port=0 takes any");
    }
    new CoreFixture(state).close();
    assertThat(newRehearsalThreads(before)).isEmpty();
  }

  @Test
  void aTlsHelloIsDroppedAtOnce() throws Exception {
    try (var aws = new CoreFixture(state)) {
      for (int port :
          new int[] {
            aws.rehearsal.endpoint().getPort(),
            URI.create("x://" + aws.rehearsal.registryHost()).getPort()
          }) {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
          socket.setSoTimeout(5000);
          socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0});
          assertThat(endOf(socket)).isTrue();
        }
      }
    }
  }

  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillWaiting) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void aCallWithoutSignatureIsRefusedInTheFormOfItsProtocol() throws Exception {
    try (var aws = new CoreFixture(state)) {
      var query = post(aws, "Action=GetCallerIdentity&Version=2011-06-15", "Content-Type", FORM);
      assertThat(query.statusCode()).isEqualTo(403);
      assertThat(query.body())
          .contains("<Code>MissingAuthenticationToken</Code>", "<Type>Sender</Type>");
      var json = post(aws, "{}", "X-Amz-Target", "CodeDeploy_20141006.GetDeployment");
      assertThat(json.statusCode()).isEqualTo(400);
      assertThat(json.body())
          .isEqualTo(
              "{\"__type\":\"MissingAuthenticationTokenException\","
                  + "\"message\":\"Missing Authentication Token\"}");
      assertThat(json.headers().firstValue("x-amzn-RequestId").orElseThrow()).hasSize(36);
      assertThat(aws.calls).isEmpty();
    }
  }

  @Test
  void aServiceThatIsNotRehearsedIsNamed() throws Exception {
    try (var aws = new CoreFixture(state)) {
      String scope =
          "AWS4-HMAC-SHA256 Credential=AKIA/20261123/eu-central-1/%s/aws4_request,"
              + " SignedHeaders=host, Signature="
              + "0".repeat(64);
      var json =
          post(
              aws,
              "{}",
              "X-Amz-Target",
              "DynamoDB_20120810.GetItem",
              "Authorization",
              scope.formatted("dynamodb"));
      assertThat(json.statusCode()).isEqualTo(501);
      assertThat(json.body())
          .isEqualTo(
              "{\"__type\":\"NotImplemented\",\"message\":\"The embedded AWS does not rehearse"
                  + " dynamodb:GetItem\"}");
      var query =
          post(
              aws,
              "Action=CreateDBCluster",
              "Content-Type",
              FORM,
              "Authorization",
              scope.formatted("rds"));
      assertThat(query.statusCode()).isEqualTo(501);
      assertThat(query.body())
          .contains(
              "<Code>NotImplemented</Code>",
              "<Message>The embedded AWS does not rehearse rds:CreateDBCluster</Message>");
      assertThat(post(aws, "", "Authorization", scope.formatted("apigateway")).body())
          .contains("The embedded AWS does not rehearse apigateway:POST ");
    }
  }

  @Test
  void stateThatCannotBeReadIsToldWithTheWayOut() throws Exception {
    new CoreFixture(state).close();
    Path index =
        state.resolve("registry/111111111111/eu-central-1/repositories/team+demo/repository.json");
    Files.writeString(index, "{");
    assertIsTold(index, "Unexpected end-of-input");
  }

  /** By a version of the plugin that had other members, or none of today's. */
  @Test
  void stateOfAnotherVersionIsToldWithTheWayOut() throws Exception {
    new CoreFixture(state).close();
    Path stacks = state.resolve("stacks/111111111111-eu-central-1.json");
    Files.createDirectories(stacks.getParent());
    String stack =
        """
        {"account":"111111111111","region":"eu-central-1","things":[],"stacks":[%s]}
        """;
    Files.writeString(stacks, stack.formatted("{\"colour\":\"green\"}"));
    assertIsTold(stacks, "Unrecognized field \"colour\"");
    Files.writeString(stacks, stack.formatted("{\"resources\":{\"A\":{\"type\":\"B\"}}}"));
    assertIsTold(stacks, "Missing creator property 'deletionPolicy'\n");
    Files.writeString(stacks, "{}");
    assertIsTold(stacks, "java.lang.IllegalArgumentException: ");
    Files.delete(stacks);
    Path compute = state.resolve("compute.json");
    Files.writeString(compute, "[]");
    assertIsTold(compute, "java.lang.ClassCastException: ");
  }

  private void assertIsTold(Path file, String why) {
    assertThatThrownBy(() -> new CoreFixture(state))
        .isInstanceOf(XacctException.class)
        .hasNoCause()
        .hasMessageStartingWith(
            "Cannot read " + file + ", which an earlier rehearsal wrote.\nCause: " + why)
        .hasMessageEndingWith(
            "delete the folder " + state + ": the next rehearsal begins with a new one.");
  }

  @Test
  void theSdkUnderstandsWhatItIsTold() throws Exception {
    try (var aws = new CoreFixture(state)) {
      assertThatThrownBy(
              () -> aws.ecr(aws.builder()).deleteRepository(r -> r.repositoryName("team/demo")))
          .isInstanceOf(EcrException.class)
          .hasMessageContaining("The embedded AWS does not rehearse ecr:DeleteRepository");
    }
  }

  private static java.net.http.HttpResponse<String> post(
      CoreFixture aws, String body, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(aws.rehearsal.endpoint())
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  /**
   * Returns new threads that do not end by themselves shortly, as a stopped server's last thread
   * may.
   */
  private static Set<String> newRehearsalThreads(Set<Thread> before) throws InterruptedException {
    return Deadline.await(() -> alive(before), Set::isEmpty);
  }

  private static Set<String> alive(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> name.matches("(rehearsal|HTTP-Dispatcher|server-timer).*"))
        .collect(Collectors.toSet());
  }
}
