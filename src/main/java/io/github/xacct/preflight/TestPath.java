package io.github.xacct.preflight;

import static io.github.xacct.preflight.LoadBalancerFacts.PRODUCTION;
import static io.github.xacct.preflight.LoadBalancerFacts.TEST;

import io.github.xacct.deploy.port.Route;
import io.github.xacct.model.ReleaseChecks;
import java.util.Optional;

/**
 * Checks whether the test client can reach green, by sending a request to the running version the
 * same way. Any HTTP response is sufficient.
 */
final class TestPath {
  private final SetUp setUp;
  private final LoadBalancerFacts standing;
  private final ReleaseChecks checks;

  TestPath(SetUp setUp, LoadBalancerFacts standing) {
    this.setUp = setUp;
    this.standing = standing;
    this.checks = setUp.intent.checks();
  }

  CheckVerdict verdict() {
    if (!checks.tests()) {
      return CheckVerdict.ok("no check requires the new version before traffic shifts");
    }
    boolean byFunction = checks.testFunction().isPresent() && !checks.smokeTests().isEmpty();
    if (byFunction) {
      var asked = throughTheFunction(checks.testFunction().orElseThrow());
      if (asked.outcome() != CheckVerdict.ok("").outcome() || checks.verifyCommand().isEmpty()) {
        return asked;
      }
    }
    return fromHere();
  }

  /** Sends the request to production through the function, because green has no tasks yet. */
  private CheckVerdict throughTheFunction(String function) {
    var configuration =
        Question.target("lambda:GetFunctionConfiguration").with("FunctionName", function);
    if (setUp.facts.ask(configuration).missing()) {
      return CheckVerdict.fail("There is no test function " + function + ".")
          .evidence(setUp.evidence(configuration))
          .fix("mvn xacct:bootstrap creates it, or correct <testFunction>.");
    }
    var route = route(PRODUCTION).orElseThrow(() -> noListener("production"));
    var question =
        asking(route, Question.target(Question.HTTP_GET).with("Function", function), path());
    Answer answer = setUp.facts.ask(question);
    if (answer.kind() == Answer.Kind.FOUND) {
      return CheckVerdict.ok(function + " reaches the tasks: HTTP " + status(answer));
    }
    return failed(answer, "The test function " + function + " cannot reach the tasks.")
        .fix(
            "admit its security group in the tasks' security group, on the container's port;",
            "mvn xacct:bootstrap -Denv=" + setUp.environment.name() + " creates both.");
  }

  private CheckVerdict fromHere() {
    var route =
        checks.testUrl().map(Route::to).or(() -> route(TEST)).orElseThrow(() -> noListener("test"));
    String url = route.url().toString();
    Answer answer = setUp.facts.ask(asking(route, Question.builder(Question.HTTP_GET), "/"));
    if (answer.kind() == Answer.Kind.FOUND) {
      return CheckVerdict.ok("this machine reaches " + url + ": HTTP " + status(answer));
    }
    return failed(answer, "This machine cannot reach the test listener: " + url + ".")
        .fix(
            "let a function in the VPC send the smoke tests' requests: <testFunction>, which bootstrap creates;",
            "or admit this machine: <stackParameters><TestIngressCidr>, or the listener's security"
                + " group.");
  }

  private CheckVerdict failed(Answer answer, String problem) {
    if (answer.kind() == Answer.Kind.NOT_ASKED) {
      throw new Skip(answer.words());
    }
    return CheckVerdict.fail(problem).evidence(answer.words().lines().toArray(String[]::new));
  }

  private static Question asking(Route route, Question question, String path) {
    var asked = question.with("Uri", route.request(path).toString());
    String host = route.headers().get("Host");
    return host == null ? asked : asked.with("Host", host);
  }

  private Optional<Route> route(String which) {
    return standing
        .listenerArn(which)
        .flatMap(
            arn ->
                standing
                    .listener(arn)
                    .flatMap(listener -> standing.rules(which, listener).route(ownName())))
        .map(route -> route.by(setUp.intent.url()));
  }

  private static Skip noListener(String which) {
    return new Skip(
        "there is no " + which + " listener to test (load-balancer." + which + "-listener)");
  }

  private String ownName() {
    return standing
        .loadBalancer()
        .orElseThrow(() -> new Skip("there is no load balancer to test"))
        .path("DNSName")
        .asText();
  }

  private String path() {
    return setUp.environment.task().healthCheckPath();
  }

  private static String status(Answer answer) {
    return answer.json().path("Status").asText();
  }
}
