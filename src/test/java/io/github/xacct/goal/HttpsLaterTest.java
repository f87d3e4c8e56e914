package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.ChangeSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * An environment created with HTTP gets HTTPS as docs/stacks.md describes, although CodeDeploy
 * changes its listeners: between two deployments, and no later bootstrap reverts it.
 */
class HttpsLaterTest {
  private static final String CERTIFICATE =
      "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000";

  @TempDir Path folder;

  private final Settings settings =
      Written.environment("<externalId>demo-app-test</externalId>").env("test").read();
  private final Environment environment = settings.environment().orElseThrow();

  @Test
  void aDeploymentAfterwardsMovesTheListenersAsBefore() throws Exception {
    bootstrap(Map.of());
    List<String> servedFirst;
    try (var stage = stage();
        var target = enter(stage)) {
      deploy(stage, target, "1");
      var elb = elb(stage);
      servedFirst = served(elb);
      assertThatThrownBy(
              () -> elb.modifyListener(r -> r.listenerArn(arn(elb, 0)).protocol("HTTPS").port(443)))
          .isInstanceOf(ElasticLoadBalancingV2Exception.class)
          .hasMessageContaining("A certificate must be specified for HTTPS listeners");

      secure(elb, arn(elb, 0), 443);
      secure(elb, arn(elb, 1), 8443);

      assertThat(served(elb)).as("where they forward to").isEqualTo(servedFirst);
      assertThat(elb.describeListeners(r -> {}).listeners())
          .extracting(Listener::protocol)
          .containsOnly(ProtocolEnum.HTTPS);
      assertThat(target.ports().look().testUrl().orElseThrow()).hasScheme("https");
      deploy(stage, target, "2");
      assertThat(served(elb)).as("green's group").isNotEqualTo(servedFirst);
    }

    var named = Map.of("CertificateArn", CERTIFICATE, "DomainName", "test.example.com");
    List<ChangeSet> sets = bootstrap(named);

    assertThat(sets)
        .filteredOn(s -> s.stack().name().endsWith("-codedeploy"))
        .allMatch(ChangeSet::isEmpty);
    try (var stage = stage();
        var target = enter(stage)) {
      var elb = elb(stage);
      assertThat(elb.describeListeners(r -> {}).listeners())
          .extracting(Listener::protocol)
          .containsOnly(ProtocolEnum.HTTPS);
      assertThat(served(elb)).as("as the deployment left it").isNotEqualTo(servedFirst);
      deploy(stage, target, "3");
      assertThat(served(elb)).isEqualTo(servedFirst);
    }
  }

  private static void secure(ElasticLoadBalancingV2Client elb, String listener, int port) {
    elb.modifyListener(
        r ->
            r.listenerArn(listener)
                .protocol(ProtocolEnum.HTTPS)
                .port(port)
                .certificates(Certificate.builder().certificateArn(CERTIFICATE).build()));
  }

  private static String arn(ElasticLoadBalancingV2Client elb, int number) {
    return elb.describeListeners(r -> {}).listeners().get(number).listenerArn();
  }

  private static List<String> served(ElasticLoadBalancingV2Client elb) {
    return elb.describeListeners(r -> {}).listeners().stream()
        .flatMap(listener -> listener.defaultActions().stream())
        .flatMap(
            action ->
                action.forwardConfig() == null
                    ? java.util.stream.Stream.of(action.targetGroupArn())
                    : action.forwardConfig().targetGroups().stream()
                        .filter(tuple -> tuple.weight() == null || tuple.weight() > 0)
                        .map(tuple -> tuple.targetGroupArn()))
        .toList();
  }

  private static ElasticLoadBalancingV2Client elb(Stage stage) {
    var rehearsal = stage.rehearsal().orElseThrow();
    var keys = rehearsal.administrator(new io.github.xacct.model.AccountId("222222222222"));
    return ElasticLoadBalancingV2Client.builder()
        .endpointOverride(rehearsal.endpoint())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .build();
  }

  private List<ChangeSet> bootstrap(Map<String, String> parameters) {
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      var sets = aws.bootstrap(RehearsedStacks.plan(settings, parameters));
      if (!parameters.isEmpty()) {
        assertThat(aws.said)
            .anyMatch(
                line ->
                    line.startsWith("! demo-app-test-service: CertificateArn stays ")
                        && line.endsWith(
                            "after their creation, service and listeners are controlled by CodeDeploy"));
      }
      return sets;
    }
  }

  private Stage stage() {
    return Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(100));
  }

  private TargetAccount enter(Stage stage) {
    return TargetAccount.enter(
        stage, environment, RunName.of(Written.environment("").facts()), event -> {});
  }

  private void deploy(Stage stage, TargetAccount target, String version) throws Exception {
    var image = Rehearsed.push(stage, settings, folder, version);
    String text = GeneratedTaskDefinition.of(environment).withImage(image).text();
    String arn = target.ports().taskDefinitions().register(text).arn();
    String id = target.ports().engine().start(Revisions.of(environment, arn), "a test");
    long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    while (target.ports().engine().state(id).status() != DeploymentStatus.SUCCEEDED) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
