package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running task behind the load balancer; all tests share one deployment. */
class RunningTaskTest {
  @TempDir static Path folder;
  private static Stage stage;
  private static URI production;

  @BeforeAll
  static void deploy() throws Exception {
    stage = new Stage(Setting.in(folder).terminationWait(0));
    production = stage.compute.environments().productionUrl("test").orElseThrow();
    String more =
        "'environment':[{'name':'GREETING','value':'hello'},{'name':'PORT','value':'1'}],"
            + "'secrets':[{'name':'PASSWORD','valueFrom':'"
            + Stage.SECRET
            + "'}],";
    stage.awaitStatus(stage.deploy(stage.register(stage.registry.image("1"), more)), "Succeeded");
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void seesItsOwnEnvironmentAndNothingOfTheHosts() throws Exception {
    String environment = stage.get("/env");
    assertThat(environment)
        .contains("GREETING=hello", "PASSWORD=rehearsal:PASSWORD", "VERSION=1")
        .contains("AWS_EC2_METADATA_DISABLED=true")
        .doesNotContain("PATH=/nowhere", "PORT=1,", "HOME=" + System.getProperty("user.home") + ",")
        .doesNotContain("MAVEN", "AWS_ACCESS_KEY_ID");
    assertThat(environment).contains("SERVER_PORT=", "HOME=" + folder.toRealPath());
  }

  @Test
  void takesTheTasksMemoryForTheMachines() throws Exception {
    assertThat(Long.parseLong(stage.get("/memory"))).isBetween(50L << 20, 512L << 20);
  }

  @Test
  void isToldWhoAskedAsAnApplicationLoadBalancerTellsIt() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(production.resolve("/head"))
            .header("X-Forwarded-For", "10.0.0.1")
            .build();
    HttpResponse<String> response = send(request);
    assertThat(response.body())
        .containsIgnoringCase("\r\nHost: 127.0.0.1:" + production.getPort() + "\r\n")
        .contains("\r\nX-Forwarded-For: 10.0.0.1, 127.0.0.1\r\n")
        .contains("\r\nX-Forwarded-Proto: http\r\n")
        .contains("\r\nX-Forwarded-Port: " + production.getPort() + "\r\n");
    assertThat(response.headers().firstValue("X-Rehearsal-Task-Set")).contains("green");
    assertThat(response.headers().firstValue("X-Rehearsal-Task-Definition")).contains("web:1");
  }

  @Test
  void getsBodiesOfKnownAndUnknownLengthAndAnswersInChunks() throws Exception {
    String text = "0123456789".repeat(20_000);
    HttpRequest known =
        HttpRequest.newBuilder(production.resolve("/echo"))
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    assertThat(send(known).body()).isEqualTo(text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    HttpRequest chunked =
        HttpRequest.newBuilder(production.resolve("/echo"))
            .PUT(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(bytes)))
            .build();
    assertThat(send(chunked).body()).isEqualTo(text);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(production)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(send(head).statusCode()).isEqualTo(200);
  }

  @Test
  void isReplacedWhenItExitsAndCounted() throws Exception {
    String before = runningTask();
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(production.resolve("/exit")).build());
    assertThat(response.statusCode()).isEqualTo(502);
    Stage.awaitThat(
        () -> task(before).path("lastStatus").asText().equals("STOPPED"),
        () -> task(before).toString());
    assertThat(task(before).path("stoppedReason").asText())
        .isEqualTo("Essential container in task exited");
    assertThat(task(before).at("/containers/0/exitCode").asInt()).isEqualTo(7);
    awaitSteady();
    assertThat(stage.get("/")).isEqualTo("version 1");
    assertThat(runningTask()).isNotEqualTo(before);
    assertThat(folder.resolve("tasks").resolve(before)).as("its folder").doesNotExist();
  }

  @Test
  void isReplacedWhenItsHealthCheckFails() throws Exception {
    String before = runningTask();
    stage.get("/sick");
    Stage.awaitThat(
        () -> task(before).path("lastStatus").asText().equals("STOPPED"),
        () -> task(before).toString());
    assertThat(task(before).path("stopCode").asText()).isEqualTo("ServiceSchedulerInitiated");
    assertThat(task(before).path("stoppedReason").asText())
        .startsWith("Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:");
    assertThat(task(before).at("/containers/0/exitCode").asInt()).isEqualTo(143);
    assertThat(stage.service().path("events").findValuesAsText("message"))
        .anyMatch(e -> e.contains("(reason Health checks failed with these codes: [500])"));
    awaitSteady();
    assertThat(stage.get("/")).isEqualTo("version 1");
  }

  private static void awaitSteady() {
    Stage.awaitThat(
        () -> stage.service().at("/taskSets/0/stabilityStatus").asText().equals("STEADY_STATE"),
        () -> stage.service().toString());
  }

  @Test
  void aDrainingOneFinishesItsRequestAndGetsNoNewOne() throws Exception {
    CompletableFuture<HttpResponse<String>> slow =
        Stage.CLIENT.sendAsync(
            HttpRequest.newBuilder(production.resolve("/slow")).build(),
            HttpResponse.BodyHandlers.ofString());
    Stage.awaitThat(() -> logged("a slow request") > 0, () -> "the request has not come");
    stage.call("ecs", "UpdateService", "{'cluster':'apps','service':'web','desiredCount':0}");
    Stage.awaitThat(
        () -> stage.service().path("runningCount").asInt() == 0, () -> stage.service().toString());
    assertThat(send(HttpRequest.newBuilder(production).build()).statusCode()).isEqualTo(503);
    assertThat(slow.get().body()).isEqualTo("slow");
    stage.call("ecs", "UpdateService", "{'cluster':'apps','service':'web','desiredCount':1}");
    awaitSteady();
  }

  @Test
  void writesItsOutputToTheContainersLog() throws Exception {
    String task = runningTask();
    JsonNode log =
        stage.call(
            "logs",
            "GetLogEvents",
            "{'logGroupName':'/web','logStreamName':'ecs/web/" + task + "'}");
    assertThat(log.at("/events/0/message").asText()).startsWith("tiny app 1");
    try (var files = Files.list(folder.resolve("logs").resolve("test"))) {
      assertThat(files.map(p -> p.getFileName().toString())).contains("web-" + task + ".log");
    }
    assertThat(logged("tiny app")).isPositive();
  }

  private static int logged(String words) {
    String filter = "{'logGroupName':'/web','filterPattern':'\\\"" + words + "\\\"'}";
    return stage.call("logs", "FilterLogEvents", filter).path("events").size();
  }

  @Test
  void aBrokenOffRequestLeavesTheLoadBalancerWell() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", production.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".getBytes());
      out.flush();
    }
    try (Socket socket = new Socket("127.0.0.1", production.getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("version 1");
    }
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return Stage.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String runningTask() {
    JsonNode arns =
        stage.call("ecs", "ListTasks", "{'cluster':'apps','serviceName':'web'}").path("taskArns");
    return AccountRegion.nameIn(arns.path(0).asText());
  }

  private static JsonNode task(String id) {
    return stage
        .call("ecs", "DescribeTasks", "{'cluster':'apps','tasks':['" + id + "']}")
        .at("/tasks/0");
  }
}
