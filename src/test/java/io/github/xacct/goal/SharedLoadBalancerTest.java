package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.rehearsed.LocalCodeBuild;
import io.github.xacct.goal.rehearsed.RehearsedPipelineHost;
import io.github.xacct.goal.rehearsed.SourceCopy;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apps on one load balancer, cluster and network of one account: a later one's bootstrap touches
 * nothing of the first, and all are deployed, by either engine, and answer by their host names.
 */
class SharedLoadBalancerTest {
  @TempDir Path folder;

  @Test
  void appsAreBootstrappedDeployedAndAskedByTheirNames() throws Exception {
    Written first = app("shop", "");
    Written second = app("blog", "<cluster>shop-test</cluster>");
    Written third = app("news", "<cluster>shop-test</cluster><engine>ecs</engine>");
    bootstrapAll(first, second, third);

    String production;
    try (Deployed shop = deploy(first, "shop.example.com")) {
      assertThat(shop.state.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
      production = shop.production;
    }
    try (Deployed blog = deploy(second, "blog.example.com")) {
      assertThat(blog.state.error()).isEmpty();
      assertThat(blog.state.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
      assertThat(blog.production).isNotEmpty();
      assertThat(production).isNotEmpty();
      assertThat(answer(blog.stage, "blog.example.com")).isEqualTo("blog-test:1");
      assertThat(answer(blog.stage, "anything.example.com")).isEqualTo("shop-test:1");
      assertThat(linked(blog.stage, second.read().registry()))
          .isEqualTo("curl -H 'Host: blog.example.com' " + listener(blog.stage));
    }
    try (Deployed news = deploy(third, "news.example.com")) {
      assertThat(news.state.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
      assertThat(answer(news.stage, "news.example.com")).isEqualTo("news-test:1");
      assertThat(answer(news.stage, "anything.example.com")).isEqualTo("shop-test:1");
    }
  }

  /** Returns the URL to which an approval links, as it can be opened on this machine. */
  private String linked(Stage stage, RegistrySettings registry) {
    try (var machine = new LocalCodeBuild(null, folder)) {
      return new RehearsedPipelineHost(
              stage.rehearsal().orElseThrow(),
              registry,
              machine,
              new SourceCopy(folder, folder),
              folder,
              "",
              Map.of("ApproveTest", "test"))
          .reachable("ApproveTest", "http://lb.example.com");
    }
  }

  private void bootstrapAll(Written first, Written second, Written third) {
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      StackPlan shop = plan(first, Map.of());
      aws.bootstrap(shop);
      Map<String, String> known = outputs(aws, shop);
      StackPlan blog = plan(second, sharing(known, "blog.example.com"));

      List<ChangeSet> sets = aws.bootstrap(blog);
      assertThat(sets)
          .flatExtracting(ChangeSet::changes)
          .allMatch(change -> change.action().equals("Add"))
          .extracting(ChangeSet.Change::type)
          .doesNotContain(
              "AWS::ElasticLoadBalancingV2::LoadBalancer",
              "AWS::ElasticLoadBalancingV2::Listener",
              "AWS::ECS::Cluster",
              "AWS::EC2::VPC");
      assertThat(Bootstrap.lines(sets, false))
          .contains("        blog-test-service saves by sharing                           23");

      aws.bootstrap(RehearsedStacks.plan(third.read(), true, sharing(known, "news.example.com")));
      assertThat(aws.bootstrap(blog)).allMatch(ChangeSet::isEmpty);
      assertThat(aws.bootstrap(shop)).allMatch(ChangeSet::isEmpty);
      for (Stack stack : shop.all()) {
        assertThat(aws.drift(stack)).as(stack.name()).isEmpty();
      }
    }
  }

  private static Map<String, String> sharing(Map<String, String> known, String host) {
    return Map.of(
        "VpcId", known.get("VpcId"),
        "PublicSubnetIds", known.get("PublicSubnetIds"),
        "TaskSubnetIds", known.get("TaskSubnetIds"),
        "ExistingCluster", "true",
        "SharedListenerArn", known.get("ProductionListenerArn"),
        "SharedTestListenerArn", known.get("TestListenerArn"),
        "SharedSecurityGroupId", known.get("LoadBalancerSecurityGroupId"),
        "HostNames", host);
  }

  private static Map<String, String> outputs(RehearsedStacks aws, StackPlan plan) {
    var outputs = new java.util.HashMap<String, String>();
    for (Stack stack : plan.of("test")) {
      outputs.putAll(aws.accounts.in(stack.place()).look(stack.name()).orElseThrow().outputs());
    }
    return outputs;
  }

  private static Written app(String name, String more) {
    return Written.environment("<externalId>" + name + "-test</externalId>" + more)
        .artifactId(name)
        .env("test");
  }

  private static StackPlan plan(Written app, Map<String, String> parameters) {
    return RehearsedStacks.plan(app.read(), parameters);
  }

  /** A rehearsal in which something was deployed. */
  private record Deployed(Stage stage, DeploymentState state, String production)
      implements AutoCloseable {
    @Override
    public void close() {
      stage.close();
    }
  }

  private Deployed deploy(Written app, String host) throws Exception {
    Settings settings = app.read();
    Environment environment = settings.environment().orElseThrow();
    Stage stage = Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(50));
    try (var target =
        TargetAccount.enter(stage, environment, RunName.of(app.facts()), event -> {})) {
      var deployed = Rehearsed.deploy(stage, target, settings, folder);
      return new Deployed(stage, deployed, listener(stage).toString());
    }
  }

  private static URI listener(Stage stage) {
    return stage.rehearsal().orElseThrow().productionUrl("test").orElseThrow();
  }

  /** Which task definition answers a request for a host. */
  private static String answer(Stage stage, String host) throws Exception {
    URI url = listener(stage);
    try (var socket = new java.net.Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes());
      String said = new String(socket.getInputStream().readAllBytes());
      return said.replaceFirst("(?is).*x-rehearsal-task-definition: (\\S+).*", "$1");
    }
  }
}
