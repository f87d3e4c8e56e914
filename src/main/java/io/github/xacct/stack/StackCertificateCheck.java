package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.network.ServerCertificate;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.time.Clock;
import java.util.Optional;

/**
 * Checks that browsers will accept the certificate of a service stack for its DomainName:
 * CloudFormation accepts a certificate of any name, and one that is about to expire.
 */
final class StackCertificateCheck {
  private final Stack stack;
  private final Clock clock;

  StackCertificateCheck(Stack stack, Clock clock) {
    this.stack = stack;
    this.clock = clock;
  }

  /** Fails if the certificate is unusable; warns if it is doubtful or cannot be read. */
  void at(CloudFormation account, Reporter reporter) {
    String arn = stack.values().getOrDefault("CertificateArn", "");
    String name = stack.values().getOrDefault("DomainName", "");
    if (stack.template() != Template.SERVICE || arn.isEmpty() || name.isEmpty()) {
      return;
    }
    var answer = account.certificate(arn);
    answer
        .why()
        .ifPresent(
            why ->
                reporter.report(
                    new Event.Warning(
                        "%s: whether its certificate is for %s is not known: %s"
                            .formatted(stack.name(), name, why))));
    Optional<ServerCertificate> found = answer.value();
    found
        .flatMap(certificate -> certificate.defect(name, clock.instant()))
        .ifPresent(
            defect -> {
              throw refusal(defect);
            });
    found
        .flatMap(certificate -> certificate.doubt(clock.instant()))
        .ifPresent(
            doubt -> reporter.report(new Event.Warning(stack.name() + ": " + doubt.words() + ".")));
  }

  private XacctException refusal(ServerCertificate.Defect defect) {
    var refusal = XacctException.yours(stack.name() + ": " + defect.words());
    for (String line : defect.evidence()) {
      refusal = refusal.evidence(line);
    }
    for (String line : defect.fix()) {
      refusal = refusal.suggestion(line);
    }
    return refusal.suggestion(
        "then write it as <stackParameters><CertificateArn>. Nothing was changed.");
  }
}
