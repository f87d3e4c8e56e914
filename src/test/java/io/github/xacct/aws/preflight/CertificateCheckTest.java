package io.github.xacct.aws.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.preflight.Check;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preflight's findings about the listeners' certificates, over the wire. */
class CertificateCheckTest {
  private static final String ARN =
      "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000";
  private static final String MORE = ARN.replace("0000", "0001");
  private static final long PAST = 1_767_225_600; // 2026-01-01
  private static final URI SHOP = URI.create("https://shop.example.com");

  @TempDir Path folder;

  private RehearsedAws aws;
  private AccountRegion place;

  @BeforeEach
  void start() {
    aws = RehearsedAws.in(folder).immutableTags().start();
    place = new AccountRegion(aws.environment.account(), aws.environment.region());
  }

  @AfterEach
  void end() {
    aws.close();
  }

  @Test
  void plainHttpNeedsNone() {
    assertThat(check(SHOP).words()).isEqualTo("plain HTTP");
    assertThat(aws.calls).noneMatch(call -> call.service().equals("acm"));
  }

  @Test
  void oneOfTheNameIsWell() {
    secure();
    certificate(ARN, c -> {});

    var found = check(SHOP);

    assertThat(found.outcome()).isEqualTo(Outcome.OK);
    assertThat(found.words()).matches("shop\\.example\\.com, until 20\\d\\d-\\d\\d-\\d\\d");
    assertThat(aws.calls)
        .filteredOn(call -> call.service().equals("acm"))
        .singleElement()
        .satisfies(call -> assertThat(call.operation()).isEqualTo("DescribeCertificate"));
  }

  @Test
  void oneOfAnotherNameFails() {
    secure();
    certificate(ARN, c -> c.putArray("SubjectAlternativeNames").add("old.example.com"));

    assertThat(check(SHOP))
        .isEqualTo(
            new Finding(
                "load-balancer",
                "load-balancer.certificate",
                Outcome.FAIL,
                "The certificate is not for shop.example.com.",
                List.of("Certificate " + ARN, "It is for: old.example.com"),
                List.of(
                    "request one that is: aws acm request-certificate --domain-name"
                        + " shop.example.com --validation-method DNS --region eu-central-1",
                    "and attach it to the listeners, or use a name that it is for: <url>")));
  }

  @Test
  void anotherOfTheListenersMayBeForTheName() {
    secure();
    certificate(ARN, c -> c.putArray("SubjectAlternativeNames").add("old.example.com"));
    certificate(MORE, c -> {});
    for (String listener : listeners()) {
      ObjectNode more = JsonNodeFactory.instance.objectNode().put("ListenerArn", listener);
      more.putArray("Certificates").addObject().put("CertificateArn", MORE);
      aws.rehearsal
          .store()
          .put(place, ResourceTypeNames.LISTENER_CERTIFICATE, listener + "|" + MORE, more);
    }

    assertThat(check(SHOP).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void anExpiredOneFails() {
    secure();
    certificate(ARN, c -> c.put("@NotAfter", PAST).put("@Type", "IMPORTED"));

    var found = check(SHOP);

    assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(found.words())
        .isEqualTo("The certificate for shop.example.com has expired on 2026-01-01.");
    assertThat(found.fix())
        .containsExactly(
            "import a new one: aws acm import-certificate, and attach the new one to the listeners.");
  }

  @Test
  void withoutANameItIsReportedThatNoneIsKnown() {
    secure();

    var found = check(URI.create("http://shop.example.com"));

    assertThat(found.outcome()).isEqualTo(Outcome.WARN);
    assertThat(found.fix())
        .containsExactly("<url>https://NAME</url> with a name that the certificate is valid for.");
  }

  @Test
  void oneOfIamIsReported() {
    secure();
    edit(
        listener ->
            listener
                .putArray("Certificates")
                .addObject()
                .put("CertificateArn", "arn:aws:iam::222222222222:server-certificate/shop"));

    assertThat(check(SHOP).words())
        .isEqualTo(
            "The certificate arn:aws:iam::222222222222:server-certificate/shop cannot be checked");
  }

  @Test
  void whoMayNotReadItSkipsTheCheck() {
    secure();
    Refusals.deny(aws.rehearsal, "DescribeCertificate");

    var found = check(SHOP);

    assertThat(found.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(found.words()).isEqualTo("needs acm:DescribeCertificate");
  }

  private void secure() {
    edit(
        listener -> {
          listener.put("Protocol", "HTTPS");
          listener.putArray("Certificates").addObject().put("CertificateArn", ARN);
        });
  }

  private void edit(Consumer<ObjectNode> change) {
    listeners()
        .forEach(arn -> aws.rehearsal.store().edit(place, ResourceTypeNames.LISTENER, arn, change));
  }

  private List<String> listeners() {
    return List.copyOf(aws.rehearsal.store().all(place, ResourceTypeNames.LISTENER).keySet());
  }

  private void certificate(String arn, Consumer<ObjectNode> change) {
    ObjectNode certificate = JsonNodeFactory.instance.objectNode();
    certificate.putArray("SubjectAlternativeNames").add("shop.example.com");
    change.accept(certificate);
    aws.rehearsal.store().put(place, ResourceTypeNames.CERTIFICATE, arn, certificate);
  }

  private Finding check(URI url) {
    var clock = Clock.systemUTC();
    var intent = PreflightTest.intent(aws.environment, aws).at(url);
    try (var facts =
        new PreflightFacts(aws.access(), aws.registry.region(), aws.environment, "demo", clock)) {
      return new Preflight(intent, facts, clock)
          .run(EnumSet.of(Check.LOAD_BALANCER_CERTIFICATE))
          .get(0);
    }
  }
}
