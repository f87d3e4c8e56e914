package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.SecurityGroups;
import io.github.xacct.rehearsal.elb.Target;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.HttpWire;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Simulates the test function of the service stack, which sends a request to a task from inside the
 * VPC. As on AWS, the security groups decide whether it reaches the task; its Python code is not
 * run.
 */
public final class TestFunctionRun {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final RunningServices services;
  private final SecurityGroups securityGroups;

  public TestFunctionRun(ResourceStore store, RunningServices services) {
    this.services = services;
    this.securityGroups = new SecurityGroups(store);
  }

  /**
   * Returns the function's response to an event.
   *
   * @throws UnsupportedOperationException for any other function
   */
  ObjectNode answer(Resource function, JsonNode event) {
    JsonNode code = function.properties().path("Code");
    if (!code.isMissingNode() && !code.path("ZipFile").asText().contains("def ask(")) {
      throw new UnsupportedOperationException(
          "Invoke of a function other than the test function of the service stack");
    }
    int port = event.path("port").asInt();
    if (!reaches(function, port)) {
      return Json.object().put("error", "TimeoutError: timed out");
    }
    try {
      return ask(event, port);
    } catch (IOException | NumberFormatException e) {
      return Json.object().put("error", e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /**
   * Returns whether the security groups admit the function; on this machine the port identifies the
   * task.
   */
  private boolean reaches(Resource function, int port) {
    List<String> own = Json.textsOf(function.properties().at("/VpcConfig/SecurityGroupIds"));
    Optional<List<String>> groups = groupsOf(function.place(), port);
    return groups.isPresent()
        && securityGroups.admitsGroups(
            function.place(), groups.get(), containerPort(function.place(), port), own);
  }

  private Optional<List<String>> groupsOf(AccountRegion place, int port) {
    return services.in(place).stream()
        .filter(service -> set(service, port).isPresent())
        .findFirst()
        .map(
            service -> {
              JsonNode own =
                  set(service, port)
                      .orElseThrow()
                      .overrides
                      .at("/networkConfiguration/awsvpcConfiguration/securityGroups");
              return Json.textsOf(
                  own.isEmpty()
                      ? service
                          .property("NetworkConfiguration")
                          .at("/AwsvpcConfiguration/SecurityGroups")
                      : own);
            });
  }

  private int containerPort(AccountRegion place, int port) {
    return services.in(place).stream()
        .flatMap(service -> set(service, port).stream())
        .map(set -> set.containerPort)
        .findFirst()
        .orElse(port);
  }

  private static Optional<TaskSet> set(RunningService service, int port) {
    synchronized (service) {
      return service.taskSets.stream()
          .filter(set -> set.targetGroup.targets().stream().anyMatch(t -> isOf(t, set, port)))
          .findFirst();
    }
  }

  private static boolean isOf(Target target, TaskSet set, int port) {
    return target.owner == set && target.address.getPort() == port;
  }

  private static ObjectNode ask(JsonNode event, int port) throws IOException {
    Duration idle = Duration.ofSeconds(event.path("seconds").asInt(15));
    var address = new InetSocketAddress(event.path("address").asText(), port);
    var headers = new ArrayList<HttpWire.Header>();
    event
        .path("headers")
        .properties()
        .forEach(h -> headers.add(new HttpWire.Header(h.getKey(), h.getValue().asText())));
    try (HttpWire wire = new HttpWire(address, CONNECT, idle)) {
      wire.send("GET", event.path("path").asText(), headers, InputStream.nullInputStream(), 0);
      var answer = wire.receive("GET");
      ObjectNode node = Json.object().put("status", answer.status());
      ObjectNode given = node.putObject("headers");
      answer.headers().forEach(h -> given.put(h.name(), h.value()));
      return node.put("body", new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
