package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.ReleaseChecks;
import java.net.URI;
import java.util.Optional;

/**
 * Whether whoever tests green can reach it: the way is gone now, to what runs now. Any answer over
 * HTTP will do.
 */
final class TestPath {
  private final SetUp setUp;
  private final LoadBalancing standing;
  private final ReleaseChecks checks;

  TestPath(SetUp setUp, LoadBalancing standing) {
    this.setUp = setUp;
    this.standing = standing;
    this.checks = setUp.intent.checks();
  }

  Verdict verdict() {
    if (!checks.tests()) {
      return Verdict.ok("nothing is asked of green");
    }
    boolean byFunction = checks.testFunction().isPresent() && !checks.smokeTests().isEmpty();
    if (byFunction) {
      var asked = throughTheFunction(checks.testFunction().orElseThrow());
      if (asked.outcome() != Verdict.ok("").outcome() || checks.verifyCommand().isEmpty()) {
        return asked;
      }
    }
    return fromHere();
  }

  /** Through it, what has the production traffic is asked: between deployments green is nobody. */
  private Verdict throughTheFunction(String function) {
    var configuration =
        Question.target("lambda:GetFunctionConfiguration").with("FunctionName", function);
    if (setUp.facts.ask(configuration).missing()) {
      return Verdict.fail("There is no test function " + function + ".")
          .evidence(setUp.said(configuration))
          .fix("mvn xacct:bootstrap makes it, or correct <testFunction>.");
    }
    var listener = listener("prodTrafficRoute").orElseThrow(() -> noListener("production"));
    var question =
        Question.target(Question.HTTP_GET)
            .with("Function", function)
            .with("Uri", url(listener) + path());
    Answer answer = setUp.facts.ask(question);
    if (answer.kind() == Answer.Kind.FOUND) {
      return Verdict.ok(function + " asks the tasks: HTTP " + status(answer));
    }
    return failed(answer, "The test function " + function + " cannot ask the tasks.")
        .fix(
            "let its security group in by the tasks' security group, on the container's port;",
            "mvn xacct:bootstrap -Denv=" + setUp.environment.name() + " makes both that way.");
  }

  private Verdict fromHere() {
    String url =
        checks
            .testUrl()
            .map(URI::toString)
            .or(() -> listener("testTrafficRoute").map(this::url))
            .orElseThrow(() -> noListener("test"));
    Answer answer = setUp.facts.ask(Question.builder(Question.HTTP_GET).with("Uri", url + "/"));
    if (answer.kind() == Answer.Kind.FOUND) {
      return Verdict.ok("this machine reaches " + url + ": HTTP " + status(answer));
    }
    return failed(answer, "This machine cannot reach the test listener: " + url + ".")
        .fix(
            "let a function in the VPC ask the smoke tests: <testFunction>, which bootstrap makes;",
            "or admit this machine: <stackParameters><TestIngressCidr>, or the listener's security"
                + " group.");
  }

  private Verdict failed(Answer answer, String problem) {
    if (answer.kind() == Answer.Kind.NOT_ASKED) {
      throw new Skip(answer.words());
    }
    return Verdict.fail(problem).evidence(answer.words().lines().toArray(String[]::new));
  }

  private Optional<JsonNode> listener(String route) {
    return standing.listenerArn(route).flatMap(standing::listener);
  }

  private static Skip noListener(String which) {
    return new Skip(
        "there is no " + which + " listener to ask (load-balancer." + which + "-listener)");
  }

  private String url(JsonNode listener) {
    var balancer =
        standing.loadBalancer().orElseThrow(() -> new Skip("there is no load balancer to ask"));
    return listener.path("Protocol").asText().toLowerCase(java.util.Locale.ROOT)
        + "://"
        + balancer.path("DNSName").asText()
        + ":"
        + listener.path("Port").asText();
  }

  private String path() {
    return setUp.environment.task().healthCheckPath();
  }

  private static String status(Answer answer) {
    return answer.json().path("Status").asText();
  }
}
