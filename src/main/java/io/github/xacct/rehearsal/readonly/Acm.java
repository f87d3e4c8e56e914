package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.Certificates;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.util.List;

/**
 * The API of Certificate Manager, as far as describing a certificate. Source: ACM API reference,
 * "DescribeCertificate", "CertificateDetail".
 */
public final class Acm implements Service {
  private final Certificates certificates;
  private final ResourceStore store;

  public Acm(Certificates certificates, ResourceStore store) {
    this.certificates = certificates;
    this.store = store;
  }

  @Override
  public String signingName() {
    return "acm";
  }

  @Override
  public ObjectNode answer(Call call) {
    if (!call.operation().equals("DescribeCertificate")) {
      throw new UnsupportedOperationException(call.operation());
    }
    String arn = call.text("CertificateArn");
    ObjectNode certificate =
        certificates
            .find(call.place(), arn)
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "ResourceNotFoundException", "Could not find certificate " + arn + "."));
    ObjectNode answer = Json.object();
    answer.set("Certificate", detail(call, arn, certificate));
    return answer;
  }

  private ObjectNode detail(Call call, String arn, ObjectNode certificate) {
    String name = certificate.path("DomainName").asText();
    String status = certificate.path("@Status").asText();
    String type = certificate.path("@Type").asText();
    boolean amazon = type.equals("AMAZON_ISSUED");
    ObjectNode detail = Json.object().put("CertificateArn", arn).put("DomainName", name);
    detail.set("SubjectAlternativeNames", certificate.path("SubjectAlternativeNames"));
    if (amazon) {
      ObjectNode option = detail.putArray("DomainValidationOptions").addObject();
      option.put("DomainName", name).put("ValidationDomain", name).put("ValidationMethod", "DNS");
      option.put("ValidationStatus", status.equals("PENDING_VALIDATION") ? status : "SUCCESS");
      option
          .putObject("ResourceRecord")
          .put("Name", "_0rehearsal." + name.replaceFirst("^\\*\\.", "") + ".")
          .put("Type", "CNAME")
          .put("Value", "_1rehearsal.acm-validations.aws.");
    }
    detail.put("Subject", "CN=" + name).put("Issuer", amazon ? "Amazon" : "Rehearsal");
    detail.set("CreatedAt", certificate.path("@NotBefore"));
    detail.put("Status", status);
    if (!status.equals("PENDING_VALIDATION")) {
      detail.set("NotBefore", certificate.path("@NotBefore"));
      detail.set("NotAfter", certificate.path("@NotAfter"));
    }
    // DescribeCertificate returns RSA-2048 where RequestCertificate takes RSA_2048.
    detail.put("KeyAlgorithm", certificate.path("KeyAlgorithm").asText().replace("RSA_", "RSA-"));
    detail.put("SignatureAlgorithm", "SHA256WITHRSA");
    detail.set("InUseBy", Json.texts(users(call, arn)));
    return detail.put("Type", type).put("RenewalEligibility", amazon ? "ELIGIBLE" : "INELIGIBLE");
  }

  /** Returns the load balancers whose listeners use the certificate. */
  private List<String> users(Call call, String arn) {
    return store.resources(call.place(), ResourceTypeNames.LISTENER).stream()
        .map(ResourceStore.Resource::properties)
        .filter(
            listener ->
                listener.path("Certificates").findValuesAsText("CertificateArn").contains(arn))
        .map(listener -> listener.path("LoadBalancerArn").asText())
        .distinct()
        .toList();
  }
}
