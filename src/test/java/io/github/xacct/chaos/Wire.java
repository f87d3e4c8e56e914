package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.aws.Ec2Query;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The way from one process of ours to the AWS, on which anything may go wrong. */
final class Wire implements SdkHttpClient {

  /** As by SIGKILL: nothing of ours may catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** What can happen to one attempt. */
  enum Trouble {
    THROTTLED,
    FAULT_500,
    FAULT_503,
    RESET_BEFORE,
    RESET_AFTER,
    TIMEOUT_BEFORE,
    TIMEOUT_AFTER,
    SESSION_ENDED
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(25);
  private static final Duration BRIEF_TIMEOUT = Duration.ofSeconds(6);

  /** Questions about a deployment. */
  private static final Set<String> LOOKS = Set.of("GetDeployment", "DescribeServiceDeployments");

  /** What our side does not wait long for. */
  private static final Set<String> BRIEF =
      Set.of(
          "BatchGetDeploymentTargets",
          "GetDeploymentConfig",
          "DescribeListeners",
          "DescribeRules",
          "DescribeLoadBalancers",
          "DescribeTargetHealth",
          "DescribeTargetGroups",
          "TagResource",
          "GetRole",
          "UpdateService",
          "DeleteChangeSet",
          "ListChangeSets",
          "GetLogEvents");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");

  /** The far end; one for all processes, and the lock under which the world turns. */
  record Far(
      Scenario scenario,
      Time time,
      Aws aws,
      Api api,
      QueryApi query,
      List<Disturbance> disturbances) {}

  private final Far far;
  private final int process;
  private final int dieAt;
  private final Instant began;
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Integer> inARow = new HashMap<>();
  boolean disturbed;

  /** Whether the last question about a deployment was not answered. */
  boolean blind;

  private int events;
  private boolean dead;
  boolean exhausted;
  int answered;
  int answeredSinceSleep;
  int mostBetweenSleeps;
  boolean following;
  int followed;
  int sleeps;
  final List<Instant> calls = new ArrayList<>();
  final Set<String> operations = new LinkedHashSet<>();
  final List<String> stops = new ArrayList<>();
  final List<String> continues = new ArrayList<>();

  /** The pauses that were continued. */
  final Set<String> hooks = new LinkedHashSet<>();

  /** How often ECS has been asked to start a deployment, and has taken it. */
  int starts;

  /**
   * @param dieAt after so many attempts and sleeps; 0 for never
   */
  Wire(Far far, int process, int dieAt) {
    this.far = far;
    this.process = process;
    this.dieAt = dieAt;
    this.began = far.time().now();
  }

  /** Counts as a moment at which a process can be killed. */
  void sleep(Duration duration) {
    synchronized (far) {
      mayDie();
      far.time().pass(duration);
      mostBetweenSleeps = following ? Math.max(mostBetweenSleeps, answeredSinceSleep) : 0;
      answeredSinceSleep = 0;
      sleeps++;
      if (sleeps > 40_000) {
        throw new AssertionError("does not end");
      }
    }
  }

  /** From here on it is polls that are counted. */
  void startsToFollow() {
    synchronized (far) {
      following = true;
      answeredSinceSleep = 0;
    }
  }

  private void mayDie() {
    if (dead) {
      throw new Killed();
    }
    if (++events == dieAt) {
      dead = true;
      throw new Killed();
    }
  }

  boolean isDead() {
    synchronized (far) {
      return dead;
    }
  }

  void die() {
    synchronized (far) {
      dead = true;
    }
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        synchronized (far) {
          return attempt(request);
        }
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}

  private HttpExecuteResponse attempt(HttpExecuteRequest request) throws IOException {
    mayDie();
    String body = body(request);
    boolean json = header(request, "X-Amz-Target") != null;
    String operation =
        json ? header(request, "X-Amz-Target").replaceAll(".*\\.", "") : parameter(body, "Action");
    if (LOOKS.contains(operation) || operation.equals("AssumeRole")) {
      blind = true;
    }
    operations.add(operation);
    String matter = process + " " + operation + " " + attempts.merge(operation, 1, Integer::sum);
    var dice = new Dice(far.scenario().seed()).of(matter);
    for (var disturbance : far.disturbances()) {
      if (meets(disturbance, operation)) {
        disturbed = true;
        far.aws().report("wire: " + matter + " " + disturbance.kind());
        return disturbed(disturbance.kind(), request, operation, body, json);
      }
    }
    boolean outage = outage(operation);
    if (!outage && !dice.percent(far.scenario().faults())) {
      var answer = answer(request, operation, body, json);
      if (answer.httpResponse().isSuccessful()) {
        inARow.put(operation, 0);
      } else {
        exhausted |= inARow.merge(operation, 1, Integer::sum) >= 4;
      }
      return answer;
    }
    var trouble = dice.of("what").one(Trouble.class);
    int row = inARow.merge(operation, 1, Integer::sum);
    exhausted |= row >= 4 || row >= 2 && trouble == Trouble.SESSION_ENDED;
    far.aws().report("wire: " + matter + " " + trouble);
    return trouble(trouble, request, operation, body, json);
  }

  private boolean meets(Disturbance disturbance, String operation) {
    if (!disturbance.operation().equals(operation)
        || disturbance.afterCreation() && far.aws().deployments.isEmpty()) {
      return false;
    }
    Instant now = far.time().now();
    return !disturbance.isOver(far.aws().outages.computeIfAbsent(disturbance, d -> now), now);
  }

  private HttpExecuteResponse disturbed(
      Disturbance.Kind kind,
      HttpExecuteRequest request,
      String operation,
      String body,
      boolean json)
      throws IOException {
    if (Ec2Query.READS.contains(operation)) {
      var refusal = NetworkApi.refusal(kind, operation);
      if (refusal.isPresent()) {
        return response(refusal.get().status(), refusal.get().text(), false);
      }
    }
    switch (kind) {
      case HTTP_500:
        return error(500, "InternalFailure", "sorry", json);
      case HTTP_503_EMPTY:
        return response(503, "", json);
      case THROTTLED:
        return error(400, json ? "ThrottlingException" : "Throttling", "Rate exceeded", json);
      case RESET:
        answer(request, operation, body, json);
        throw new SocketException("Connection reset");
      case TIMEOUT:
        answer(request, operation, body, json);
        far.time().owe(BRIEF.contains(operation) ? BRIEF_TIMEOUT : TIMEOUT);
        throw new SocketTimeoutException("Read timed out");
      case DENIED:
        return error(
            json ? 400 : 403,
            json ? "AccessDeniedException" : "AccessDenied",
            "User: demo is not authorized to perform: x:" + operation,
            json);
      case NONSENSE:
        return response(200, "<html><body>Welcome to the guest network</body></html>", json);
      default:
        return response(200, json ? "{}" : "<Response/>", json);
    }
  }

  /** STS is not to be reached for some minutes of each run; now and then nobody is. */
  private boolean outage(String operation) {
    var dice = new Dice(far.scenario().seed());
    if (far.scenario().faults() == 0) {
      return false;
    }
    long minute =
        Duration.between(Instant.parse("2026-11-23T14:00:00Z"), far.time().now()).toMinutes();
    if (operation.equals("AssumeRole")) {
      return minute % 58 > 54;
    }
    int from = dice.of("outage").between(1, 20);
    return dice.of("is outage").percent(15) && minute >= from && minute < from + 3;
  }

  private HttpExecuteResponse trouble(
      Trouble trouble, HttpExecuteRequest request, String operation, String body, boolean json)
      throws IOException {
    switch (trouble) {
      case THROTTLED:
        return error(400, json ? "ThrottlingException" : "Throttling", "Rate exceeded", json);
      case FAULT_500:
        return error(500, "InternalFailure", "sorry", json);
      case FAULT_503:
        return error(503, "ServiceUnavailable", "busy", json);
      case SESSION_ENDED:
        far.query().end(key(request));
        return answer(request, operation, body, json);
      case RESET_AFTER:
        answer(request, operation, body, json);
        throw new SocketException("Connection reset");
      case TIMEOUT_AFTER:
        answer(request, operation, body, json);
        far.time().owe(TIMEOUT);
        throw new SocketTimeoutException("Read timed out");
      case TIMEOUT_BEFORE:
        far.time().owe(TIMEOUT);
        throw new SocketTimeoutException("Read timed out");
      default:
        throw new SocketException("Connection reset");
    }
  }

  private HttpExecuteResponse answer(
      HttpExecuteRequest request, String operation, String body, boolean json) {
    answered++;
    calls.add(far.time().now());
    answeredSinceSleep++;
    followed += following ? 1 : 0;
    far.aws().advance(far.time().now());
    try {
      checkSignature(request, operation, json);
      note(operation, body);
      if (!json) {
        far.api().edited(operation, Api.JSON.createObjectNode());
      }
      String text =
          json
              ? far.api().answer(operation, Api.parse(body), process).toString()
              : far.query().answer(operation, body);
      starts += operation.equals("UpdateService") ? 1 : 0;
      blind &= !LOOKS.contains(operation);
      return response(200, text, json);
    } catch (Api.Refusal e) {
      return error(json ? 400 : 403, e.code, e.getMessage(), json);
    }
  }

  private void note(String operation, String body) {
    var in = json(body);
    switch (operation) {
      case "StopDeployment", "StopServiceDeployment" -> stops.add(deployment(in));
      case "ContinueDeployment", "ContinueServiceDeployment" -> {
        continues.add(deployment(in));
        hooks.add(in.path("hookId").asText());
      }
      default -> {}
    }
  }

  private static JsonNode json(String body) {
    return Api.parse(body.startsWith("{") ? body : "");
  }

  private static String deployment(JsonNode in) {
    String arn = in.path("serviceDeploymentArn").asText();
    return in.path("deploymentId").asText(arn.substring(arn.lastIndexOf('/') + 1));
  }

  private void checkSignature(HttpExecuteRequest request, String operation, boolean json) {
    var signed = Instant.from(SIGNED.parse(header(request, "X-Amz-Date")));
    if (Duration.between(signed, wall()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
      throw new Api.Refusal(
          json ? "InvalidSignatureException" : "SignatureDoesNotMatch",
          "Signature expired: " + signed + " is not near " + wall());
    }
    String key = key(request);
    int lasts = far.scenario().baseLasts();
    if (key.equals(QueryApi.BUILDER)
        && lasts > 0
        && far.time().now().isAfter(began.plus(Duration.ofMinutes(lasts)))) {
      disturbed = true;
      throw new Api.Refusal(
          "ExpiredToken", "The security token included in the request is expired");
    }
    refuseIfRevoked(key, operation, json);
    if (operation.equals("AssumeRole") != key.equals(QueryApi.BUILDER)) {
      throw new Api.Refusal("AccessDenied", key + " may not " + operation);
    }
    if (!key.equals(QueryApi.BUILDER) && far.query().hasEnded(key)) {
      throw new Api.Refusal(
          json ? "ExpiredTokenException" : "ExpiredToken",
          "The security token included in the request is expired");
    }
  }

  private void refuseIfRevoked(String key, String operation, boolean json) {
    var revocation = far.scenario().night().revocation();
    if (revocation.isEmpty()) {
      return;
    }
    Instant since = far.aws().began.plus(revocation.get().after());
    if (far.time().now().isBefore(since)) {
      return;
    }
    if (!far.aws().sessionsRevoked) {
      far.aws().sessionsRevoked = true;
      far.aws().report("the sessions of the role are revoked");
      far.query().revokeAll();
    }
    boolean closed =
        operation.equals("AssumeRole")
            && far.time().now().isBefore(since.plus(revocation.get().closed()));
    if (closed || far.query().isRevoked(key)) {
      disturbed = true;
      throw new Api.Refusal(
          json ? "AccessDeniedException" : "AccessDenied",
          "User: demo is not authorized to perform: x:"
              + operation
              + " with an explicit deny in an identity-based policy");
    }
  }

  /** The SDK signs by the machine's own clock, which no test can change: AWS's differs from it. */
  private Instant wall() {
    return Instant.now().plus(far.scenario().wireSkew());
  }

  private HttpExecuteResponse error(int status, String code, String message, boolean json) {
    return response(
        status,
        json
            ? Api.JSON.createObjectNode().put("__type", code).put("message", message).toString()
            : "<ErrorResponse><Error><Type>Sender</Type><Code>"
                + code
                + "</Code><Message>"
                + message
                + "</Message></Error><RequestId>1</RequestId></ErrorResponse>",
        json);
  }

  private HttpExecuteResponse response(int status, String text, boolean json) {
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", json ? "application/x-amz-json-1.1" : "text/xml")
                .putHeader("x-amzn-RequestId", new UUID(process, events).toString())
                .putHeader("Date", DATE.format(wall()))
                .build())
        .responseBody(
            AbortableInputStream.create(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  private static String key(HttpExecuteRequest request) {
    var credential = CREDENTIAL.matcher(String.valueOf(header(request, "Authorization")));
    return credential.find() ? credential.group(1) : "nobody";
  }

  private static String header(HttpExecuteRequest request, String name) {
    return request.httpRequest().firstMatchingHeader(name).orElse(null);
  }

  private static String body(HttpExecuteRequest request) {
    try {
      return request.contentStreamProvider().isEmpty()
          ? ""
          : new String(
              request.contentStreamProvider().get().newStream().readAllBytes(),
              StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String parameter(String form, String name) {
    for (String pair : form.split("&")) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }
}
