package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.goal.rehearsed.RehearsedTrust;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** An HTTPS listener has a certificate, which is trusted only for its names. */
class HttpsListenerTest {
  private static final String ARN = "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52";

  @TempDir Path folder;

  @Test
  void answersByTheNamesOfItsCertificateAlone() throws Exception {
    try (var aws = RehearsedAws.in(folder).start()) {
      aws.rehearsal.awaitSteady("test", Duration.ofSeconds(180));
      assertThat(aws.rehearsal.environment()).doesNotContainKey("XACCT_REHEARSED_TRUST");
      Route plain = Route.to(aws.rehearsal.productionUrl("test").orElseThrow());
      assertThat(ask(TestClient.direct(), plain).status()).isEqualTo(200);
      secure(aws);
      Route own = Route.to(aws.rehearsal.productionUrl("test").orElseThrow());
      var client = TestClient.direct(aws.rehearsal.trusted());

      assertThat(own.url()).hasScheme("https").hasHost("127.0.0.1");
      Route named = by(own, "shop.example.com");
      assertThat(named.url()).hasHost("shop.example.com").hasPort(own.url().getPort());
      assertThat(ask(client, named).status()).isEqualTo(200);
      assertThat(ask(client, by(own, "a.example.org")).status()).isEqualTo(200);
      assertThatThrownBy(() -> ask(client, by(own, "a.b.example.org")))
          .isInstanceOf(SSLException.class)
          .hasMessage("No subject alternative DNS name matching a.b.example.org found.");
      assertThatThrownBy(() -> ask(client, own))
          .as("the load balancer's own name")
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> ask(TestClient.direct(), named))
          .as("nobody else trusts it")
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(
              () ->
                  ask(
                      client,
                      Route.to(URI.create(own.url().toString().replace("https:", "http:")))))
          .as("without TLS")
          .isInstanceOf(IOException.class);
      assertThat(aws.rehearsal.productionHost("test")).contains("shop.example.com");
      var byTcp = URI.create("https://127.0.0.1:" + listenerOfTls(aws));
      assertThat(ask(client, by(Route.to(byTcp), "shop.example.com")).status())
          .as("a listener of TLS")
          .isEqualTo(200);
      Path file = Path.of(aws.rehearsal.environment().get("XACCT_REHEARSED_TRUST"));
      assertThat(ask(TestClient.direct(RehearsedTrust.with(file)), named).status())
          .as("the plugin in another process")
          .isEqualTo(200);
    }
  }

  private static Route by(Route own, String name) {
    return own.by(Optional.of(URI.create("https://" + name)));
  }

  private static TestClient.Answer ask(TestClient client, Route route) throws Exception {
    return client.get(route.request("/"), route.headers(Map.of()), Duration.ofSeconds(60));
  }

  /** Creates a TLS listener of a Network Load Balancer for the same tasks, and returns its port. */
  private static int listenerOfTls(RehearsedAws aws) {
    var place = new AccountRegion(aws.environment.account(), aws.environment.region());
    var store = aws.rehearsal.store();
    String arn = place.arn("elasticloadbalancing", "listener/net/front/50dc6c495c0c9188/01");
    var like = store.all(place, ResourceTypeNames.LISTENER).values().iterator().next().deepCopy();
    store.put(place, ResourceTypeNames.LISTENER, arn, like.put("Protocol", "TLS").put("Port", 1));
    aws.rehearsal.resourcesChanged();
    try (var session = aws.administrator()) {
      return session
          .client(ElasticLoadBalancingV2Client.builder())
          .describeListeners(r -> r.listenerArns(arn))
          .listeners()
          .get(0)
          .port();
    }
  }

  private static void secure(RehearsedAws aws) {
    var place = new AccountRegion(aws.environment.account(), aws.environment.region());
    ObjectNode certificate = JsonNodeFactory.instance.objectNode();
    certificate.putArray("SubjectAlternativeNames").add("shop.example.com").add("*.example.org");
    var store = aws.rehearsal.store();
    store.put(place, ResourceTypeNames.CERTIFICATE, ARN, certificate);
    for (String listener : store.all(place, ResourceTypeNames.LISTENER).keySet()) {
      store.edit(
          place,
          ResourceTypeNames.LISTENER,
          listener,
          p -> {
            p.put("Protocol", "HTTPS");
            p.putArray("Certificates").addObject().put("CertificateArn", ARN);
          });
    }
    aws.rehearsal.resourcesChanged();
  }
}
