package io.github.xacct.aws;

import static io.github.xacct.rehearsal.SharedListeners.forward;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.elb.ProductionRoute;
import io.github.xacct.deploy.SmokeTests;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.rehearsed.ListenerAddresses;
import io.github.xacct.model.SmokeTest;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.SharedListeners;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that share the listeners of one load balancer, each with its own rules. */
class SharedListenerTest {
  private static final String NOBODY =
      "[{'Type':'fixed-response','FixedResponseConfig':{'StatusCode':'404'}}]";
  private static final String SHOP =
      "[{'Field':'host-header','Values':['shop.example.com']},"
          + "{'Field':'path-pattern','Values':['/shop','/shop/*']}]";
  private static final String OTHER =
      "[{'Field':'host-header','HostHeaderConfig':{'Values':['other.example.com']}}]";

  @TempDir Path folder;
  private RehearsedAws aws;
  private SharedListeners shared;
  private String production;
  private String test;

  private AwsSession start(RehearsedAws.Wish wish) {
    aws = wish.withAnotherApp().start();
    shared = new SharedListeners(aws.rehearsal).move("other", "demo");
    production = shared.listener("demo", "production");
    test = shared.listener("demo", "test");
    for (String listener : List.of(production, test)) {
      shared
          .byDefault(listener, NOBODY)
          .rule(listener, 10, OTHER, forward(shared.targetGroup("other", 1)))
          .rule(listener, 20, SHOP, forward(shared.targetGroup("demo", 1)));
    }
    return aws.enter();
  }

  @Test
  void aDeploymentMovesItsOwnRulesAlone() throws Exception {
    try (var session = start(RehearsedAws.in(folder).readyWait(6000));
        var traffic = new OtherApp(aws.rehearsal.productionUrl("other").orElseThrow())) {
      var engine = engine(session);
      String others = shared.actions(production, 10).toString();
      String id = engine.start(Revisions.of(aws.environment, register(session, "1")), "one");
      Deadline.await(() -> engine.state(id), state -> state.status() == DeploymentStatus.READY);

      var route = engine.look().testRoute().orElseThrow();
      assertThat(smokeTest("/").apply(route)).as("green answers below its path").isEmpty();
      assertThat(smokeTest("/shop/").apply(route)).isEmpty();
      assertThat(smokeTest("/not-there").apply(Route.to(route.request("/")))).isPresent();
      engine.proceed(id);
      Deadline.await(() -> engine.state(id), state -> state.status() == DeploymentStatus.SUCCEEDED);
      assertThat(aws.rehearsal.traffic("test").failed()).isZero();
      assertThat(aws.rehearsal.traffic("test").answered()).hasSize(2);

      String stopped = engine.start(Revisions.of(aws.environment, register(session, "2")), "two");
      Deadline.await(
          () -> engine.state(stopped), state -> state.status() == DeploymentStatus.READY);
      engine.stop(stopped, true);
      var end = Deadline.await(() -> engine.state(stopped), state -> state.rollback().isPresent());
      Deadline.await(
          () -> engine.state(end.rollback().get()),
          state -> state.status() == DeploymentStatus.SUCCEEDED);
      assertThat(aws.rehearsal.traffic("test").failed()).isZero();

      assertThat(shared.actions(production, 10)).hasToString(others);
      assertThat(shared.actions(production).toString()).contains("fixed-response");
      assertThat(shared.actions(production, 20).toString()).contains(shared.targetGroup("demo", 2));
      assertThat(traffic.asked()).isGreaterThan(50);
      assertThat(traffic.lost()).as("of %d requests", traffic.asked()).isZero();
    } finally {
      aws.close();
    }
  }

  @Test
  void aCrashingVersionLeavesBothAsTheyWere() throws Exception {
    try (var session =
            start(RehearsedAws.in(folder).fault(Fault.CRASH_LOOP).minute(Duration.ofMillis(30)));
        var traffic = new OtherApp(aws.rehearsal.productionUrl("other").orElseThrow())) {
      var engine = engine(session);
      String before = shared.actions(production, 20).toString();
      String others = shared.actions(production, 10).toString();
      String id = engine.start(Revisions.of(aws.environment, register(session, "1")), "one");
      var end = Deadline.await(() -> engine.state(id), state -> state.rollback().isPresent());
      Deadline.await(
          () -> engine.state(end.rollback().get()),
          state -> state.status() == DeploymentStatus.SUCCEEDED);

      assertThat(aws.rehearsal.traffic("test").failed()).isZero();
      assertThat(traffic.lost()).isZero();
      assertThat(shared.actions(production, 10)).hasToString(others);
      assertThat(before).contains(shared.targetGroup("demo", 1));
      assertThat(shared.actions(production, 20).toString()).contains(shared.targetGroup("demo", 1));
    } finally {
      aws.close();
    }
  }

  @Test
  void theLookFindsHowTheServiceIsReached() {
    try (var session = start(RehearsedAws.in(folder))) {
      String mine = forward(shared.targetGroup("demo", 1));
      int port = aws.rehearsal.testUrl("test").orElseThrow().getPort();

      assertThat(look(session).testRoute())
          .contains(route("shop.example.com:" + port + "/shop/", "shop.example.com"));
      assertThat(look(session).warnings()).isEmpty();
      var urls = aws.rehearsal.productionUrl("test").orElseThrow();
      assertThat(ListenerAddresses.of(aws.rehearsal, "test"))
          .as("as the goal rehearsal prints them")
          .containsExactly(
              "production listener: curl -H 'Host: shop.example.com' " + urls,
              "test listener:       curl -H 'Host: shop.example.com' http://127.0.0.1:" + port);
      assertThat(ProductionRoute.of(session, aws.environment).orElseThrow().headers())
          .containsExactly(Map.entry("Host", "shop.example.com"));

      test("[{'Field':'host-header','Values':['*.example.com','a?c.example.org']}]", mine);
      assertThat(look(session).testRoute())
          .as("the first of two patterns")
          .contains(route("www.example.com:" + port, "www.example.com"));

      test("[{'Field':'host-header','Values':['*.example.com','shop.example.org']}]", mine);
      assertThat(look(session).testRoute())
          .as("a name rather than a pattern")
          .contains(route("shop.example.org:" + port, "shop.example.org"));

      test("[{'Field':'host-header','Values':['other.example.com','shop.example.com']}]", mine);
      assertThat(look(session).testRoute())
          .as("the first name is another app's, by an earlier rule")
          .contains(route("shop.example.com:" + port, "shop.example.com"));

      test("[{'Field':'path-pattern','Values':['/api/v?/*']}]", mine);
      assertThat(look(session).testRoute().orElseThrow().request("/health"))
          .isEqualTo(URI.create("http://127.0.0.1:" + port + "/api/vx/health"));

      test(
          "[{'Field':'http-header','HttpHeaderConfig':"
              + "{'HttpHeaderName':'X-Version','Values':['next']}},"
              + "{'Field':'source-ip','SourceIpConfig':{'Values':['127.0.0.1/32']}}]",
          mine);
      assertThat(look(session).testRoute().orElseThrow().headers())
          .isEqualTo(Map.of("X-Version", "next"));

      shared.byDefault(test, mine);
      assertThat(ListenerAddresses.of(aws.rehearsal, "test"))
          .contains("test listener:       http://127.0.0.1:" + port);
      assertThat(look(session).testRoute())
          .as("the default action is the service's too")
          .contains(Route.to(URI.create("http://127.0.0.1:" + port)));
      assertThat(look(session).warnings()).isEmpty();
    } finally {
      aws.close();
    }
  }

  @Test
  void theLookWarnsOfRulesThatAreInTheWay() {
    try (var session = start(RehearsedAws.in(folder))) {
      String mine = forward(shared.targetGroup("demo", 1));
      String others = forward(shared.targetGroup("other", 1));

      shared.rule(test, 5, "[{'Field':'path-pattern','Values':['/*']}]", others);
      assertThat(look(session).warnings())
          .containsExactly(
              "This service gets no requests by its rule 20 (host shop.example.com, path /shop or"
                  + " /shop/*) of the test listener: rule 5 (path /*) comes first and takes them.");
      assertThat(look(session).testRoute()).isEmpty();

      shared.noRules().rule(production, 20, SHOP, mine);
      shared.rule(test, 10, OTHER, others);
      assertThat(look(session).warnings())
          .containsExactly(
              "No rule of the test listener forwards to the deployment group's target groups, and"
                  + " its default action is another app's.");
      assertThat(look(session).testRoute()).isEmpty();

      shared.rule(
          test,
          20,
          "[{'Field':'query-string','QueryStringConfig':{'Values':[{'Key':'v','Value':'2'}]}}]",
          mine);
      assertThat(look(session).warnings())
          .containsExactly(
              "This service's rule 20 (query-string) of the test listener takes no request that"
                  + " could be sent by itself: <testUrl> decides what the smoke tests ask.");

      shared
          .rule(test, 20, SHOP, mine)
          .rule(
              production,
              20,
              SHOP,
              "[{'Type':'forward','ForwardConfig':{'TargetGroups':[{'TargetGroupArn':'"
                  + shared.targetGroup("demo", 1)
                  + "','Weight':80},{'TargetGroupArn':'"
                  + shared.targetGroup("other", 1)
                  + "','Weight':20}]}}]");
      assertThat(look(session).warnings())
          .containsExactly(
              "The rule 20 (host shop.example.com, path /shop or /shop/*) of the production listener"
                  + " shares requests with target groups that are not the deployment group's: "
                  + shared.targetGroup("other", 1)
                  + ". A deployment moves all of them to its own two.");
      assertThat(look(session).problems()).isEmpty();
    } finally {
      aws.close();
    }
  }

  @Test
  void aDriftedRuleIsPutRightAndNeverTheDefaultAction() {
    try (var session = start(RehearsedAws.in(folder))) {
      shared.rule(production, 20, SHOP, forward(shared.targetGroup("demo", 2)));
      assertThat(problem(session))
          .isEqualTo(
              """
              The production listener does not point at the target group of the primary task set; \
              CodeDeploy would fail with "Primary taskset target group must be behind listener".
              The listener forwards to GREEN
              The primary task set is in BLUE
              Try: aws elbv2 modify-rule --rule-arn RULE/20 --actions \
              Type=forward,TargetGroupArn=BLUE --region eu-central-1""");

      shared.rule(production, 20, SHOP, forward(shared.targetGroup("other", 2)));
      assertThat(problem(session))
          .isEqualTo(
              """
              The production listener does not point at the target group of the primary task set; \
              CodeDeploy would fail with "Primary taskset target group must be behind listener".
              The listener forwards to OTHER-1, OTHER-2
              The primary task set is in BLUE
              Try: find the service's rule: aws elbv2 describe-rules --listener-arn LISTENER \
              --region eu-central-1; then: aws elbv2 modify-rule --rule-arn RULE --actions \
              Type=forward,TargetGroupArn=BLUE --region eu-central-1""");

      shared.rule(production, 20, SHOP, forward(shared.targetGroup("demo", 1)));
      shared.secondBalancer("demo");
      assertThat(problem(session))
          .isEqualTo(
              """
              Service demo of cluster apps has 2 load balancers; CodeDeploy deploys services with \
              exactly one.
              Its target groups: BLUE, BLUE
              Try: create the service again with one target group, and let another service
                   have the other port.""");
    } finally {
      aws.close();
    }
  }

  private String problem(AwsSession session) {
    return look(session).problems().stream()
        .map(XacctException::getMessage)
        .reduce("", String::concat)
        .replace(shared.targetGroup("demo", 1), "BLUE")
        .replace(shared.targetGroup("demo", 2), "GREEN")
        .replace(shared.targetGroup("other", 1), "OTHER-1")
        .replace(shared.targetGroup("other", 2), "OTHER-2")
        .replace(production, "LISTENER")
        .replace(production.replace(":listener/", ":listener-rule/"), "RULE");
  }

  private void test(String conditions, String actions) {
    shared.rule(test, 20, conditions, actions);
  }

  private static Route route(String url, String host) {
    return new Route(URI.create("http://" + url), Optional.of("127.0.0.1"), Map.of("Host", host));
  }

  private TargetAccountState look(AwsSession session) {
    return engine(session).look();
  }

  private CodeDeployEngine engine(AwsSession session) {
    return new CodeDeployEngine(session, aws.environment, Optional.empty());
  }

  private String register(AwsSession session, String version) throws Exception {
    return new EcsTaskDefinitions(session).register(aws.taskDefinition(aws.push(version))).arn();
  }

  private static SmokeTests smokeTest(String path) {
    return new SmokeTests(
        List.of(
            new SmokeTest(
                path,
                path,
                Map.of(),
                200,
                Optional.of("version 1"),
                Map.of(),
                Optional.empty(),
                1)),
        event -> {},
        TestClient.direct(),
        pause -> {});
  }

  /** Sends requests to the other application, one after the other, during the whole test. */
  private static final class OtherApp implements AutoCloseable {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Thread thread;

    private OtherApp(URI url) {
      var client = TestClient.direct();
      thread =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  try {
                    var answer =
                        client.get(
                            url, Map.of("Host", "other.example.com"), Duration.ofSeconds(60));
                    boolean its =
                        answer.status() == 200 && answer.headers().containsValue("placeholder");
                    lost.addAndGet(its ? 0 : 1);
                    asked.incrementAndGet();
                    Thread.sleep(10);
                  } catch (InterruptedException e) {
                    return;
                  } catch (java.io.IOException e) {
                    lost.incrementAndGet();
                  }
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    int asked() {
      return asked.get();
    }

    int lost() {
      return lost.get();
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }
}
