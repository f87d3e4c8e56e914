package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.network.ServerCertificate;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that clients of the listeners trust the certificate for the app's host name. A listener
 * may have several certificates; the requested name selects one.
 */
final class CertificateCheck {
  private final SetUp setUp;
  private final LoadBalancerFacts standing;
  private final Clock clock;

  CertificateCheck(SetUp setUp, LoadBalancerFacts standing, Clock clock) {
    this.setUp = setUp;
    this.standing = standing;
    this.clock = clock;
  }

  CheckVerdict verdict() {
    var production = listener(LoadBalancerFacts.PRODUCTION);
    if (production.isEmpty()) {
      throw new Skip(
          "there is no production listener to check (load-balancer.production-listener)");
    }
    var verdicts = new ArrayList<CheckVerdict>();
    production
        .filter(ListenerRules::isSecured)
        .ifPresent(l -> verdicts.add(of(LoadBalancerFacts.PRODUCTION, l, setUp.intent.url())));
    listener(LoadBalancerFacts.TEST)
        .filter(ListenerRules::isSecured)
        .ifPresent(
            l ->
                verdicts.add(
                    of(
                        LoadBalancerFacts.TEST,
                        l,
                        setUp.intent.checks().testUrl().or(setUp.intent::url))));
    return Stream.of(Outcome.FAIL, Outcome.WARN, Outcome.OK)
        .flatMap(outcome -> verdicts.stream().filter(v -> v.outcome() == outcome))
        .findFirst()
        .orElseGet(() -> CheckVerdict.ok("plain HTTP"));
  }

  private Optional<JsonNode> listener(String route) {
    return standing.listenerArn(route).flatMap(standing::listener);
  }

  private CheckVerdict of(String route, JsonNode listener, Optional<URI> url) {
    var name = name(route, listener, url);
    if (name.isEmpty()) {
      return CheckVerdict.warn(
              "The app's host name is unknown: no certificate is valid for the load balancer's own"
                  + " name, so HTTPS clients refuse to connect by that")
          .evidence("Listener " + listener.path("ListenerArn").asText())
          .fix("<url>https://NAME</url> with a name that the certificate is valid for.");
    }
    var arn = listener.path("Certificates").path(0).path("CertificateArn").asText();
    var first = described(arn);
    var certificate =
        first.filter(one -> one.isFor(name.get())).or(() -> another(listener, arn, name.get()));
    var shown = certificate.or(() -> first);
    return shown.isEmpty()
        ? CheckVerdict.warn("The certificate " + arn + " cannot be checked")
            .evidence("ACM has no certificate with this ARN; certificates in IAM are not checked.")
            .fix("use one of ACM in " + setUp.environment.region() + ", which renews it.")
        : verdict(shown.get(), name.get());
  }

  private CheckVerdict verdict(ServerCertificate certificate, String name) {
    var now = clock.instant();
    return certificate
        .defect(name, now)
        .map(defect -> with(CheckVerdict.fail(defect.words()), defect))
        .or(
            () ->
                certificate
                    .doubt(now)
                    .map(defect -> with(CheckVerdict.warn(defect.words()), defect)))
        .orElseGet(() -> CheckVerdict.ok(certificate.words(name)));
  }

  private static CheckVerdict with(CheckVerdict verdict, ServerCertificate.Defect defect) {
    return verdict
        .evidence(defect.evidence().toArray(String[]::new))
        .fix(defect.fix().toArray(String[]::new));
  }

  /** The app's host name: that of its rule, or of the configured URL. */
  private Optional<String> name(String which, JsonNode listener, Optional<URI> url) {
    var own = standing.loadBalancer().map(lb -> lb.path("DNSName").asText()).orElse("");
    return standing
        .rules(which, listener)
        .route(own)
        .map(route -> route.headers().get("Host"))
        .or(() -> url.filter(u -> "https".equals(u.getScheme())).map(URI::getHost));
  }

  private Optional<ServerCertificate> another(JsonNode listener, String besides, String name) {
    var question =
        Question.target("elasticloadbalancing:DescribeListenerCertificates")
            .with("ListenerArn", listener.path("ListenerArn").asText());
    List<String> arns =
        setUp
            .facts
            .find(question)
            .map(answer -> JsonLists.stream(answer.path("Certificates")))
            .orElseGet(Stream::empty)
            .map(one -> one.path("CertificateArn").asText())
            .filter(arn -> !arn.equals(besides))
            .toList();
    return arns.stream()
        .flatMap(arn -> described(arn).stream())
        .filter(one -> one.isFor(name))
        .findFirst();
  }

  private Optional<ServerCertificate> described(String arn) {
    if (!arn.contains(":acm:")) {
      return Optional.empty();
    }
    return setUp
        .facts
        .find(Question.target("acm:DescribeCertificate").with("CertificateArn", arn))
        .map(answer -> new ServerCertificate(answer.path("Certificate")));
  }
}
