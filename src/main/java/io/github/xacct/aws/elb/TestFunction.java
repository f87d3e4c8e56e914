package io.github.xacct.aws.elb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.json.Json;
import io.github.xacct.model.Environment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Sends smoke test requests from inside the VPC: a Lambda function there calls a task of the
 * listener, so that neither test listener nor tasks have to be reachable from the build.
 */
public final class TestFunction implements TestClient {
  /** Shorter than the function's own timeout of 20 s, after which no reason is returned. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final AwsSession session;
  private final Environment environment;
  private final String function;
  private final AtomicInteger turn = new AtomicInteger();

  public TestFunction(AwsSession session, Environment environment, String function) {
    this.session = session;
    this.environment = environment;
    this.function = function;
  }

  @Override
  public Answer get(URI uri, Map<String, String> headers, Duration patience) throws IOException {
    var target =
        session.briefly("Cannot find a task to ask for " + uri + ".", () -> target(port(uri)));
    if (target == null) {
      throw new IOException("no healthy target is behind that listener");
    }
    var request = Json.object();
    request.put("address", target.id()).put("port", target.port());
    request.put("path", path(uri)).put("seconds", least(patience).toSeconds());
    headers(request.putObject("headers"), uri, headers);
    return answer(
        AwsErrors.call(
            "Cannot invoke the test function " + function + ".", () -> invoke(request.toString())));
  }

  private static Duration least(Duration patience) {
    return patience.compareTo(LONGEST) < 0 ? patience : LONGEST;
  }

  /** Returns the next target, so that several requests reach several tasks. */
  private @Nullable TargetDescription target(int port) {
    var targets =
        EcsListenerRules.instead(
            session, environment, () -> behindGroup(port), rules -> rules.targets(port));
    return targets.isEmpty() ? null : targets.get(turn.getAndIncrement() % targets.size());
  }

  private List<TargetDescription> behindGroup(int port) {
    var group = EcsListenerRules.group(session, environment);
    return new HealthyTargets(session).of(group, port);
  }

  private static int port(URI uri) {
    return uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** Adds the headers that the load balancer would forward. */
  private static void headers(ObjectNode node, URI uri, Map<String, String> headers) {
    node.put("Host", uri.getRawAuthority());
    node.put("X-Forwarded-Proto", uri.getScheme());
    headers.forEach(node::put);
  }

  private String invoke(String request) {
    var answer =
        session
            .client(LambdaClient.builder())
            .invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(request)));
    String payload = answer.payload() == null ? "" : answer.payload().asUtf8String();
    return answer.functionError() == null
        ? payload
        : Json.object().put("error", payload).toString();
  }

  private Answer answer(String payload) throws IOException {
    JsonNode node = parse(payload);
    if (!node.has("status")) {
      throw new IOException(function + " failed: " + node.path("error").asText(payload));
    }
    var headers = new TreeMap<String, String>();
    node.path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().asText()));
    return new Answer(node.path("status").asInt(), headers, node.path("body").asText());
  }

  private static JsonNode parse(String payload) {
    try {
      return Json.read(payload);
    } catch (JsonProcessingException e) {
      return Json.object().put("error", payload);
    }
  }
}
