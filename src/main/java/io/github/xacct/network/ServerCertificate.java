package io.github.xacct.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate of a load balancer: the names it is issued for, and whether clients that use one of
 * them trust it. Sources: ACM API reference, CertificateDetail; Application Load Balancer user
 * guide, "SSL certificates"; RFC 6125 on wildcards.
 *
 * @param described {@code Certificate} as DescribeCertificate returns it
 */
public record ServerCertificate(JsonNode described) {
  private static final Duration SOON = Duration.ofDays(30);

  /** Key algorithms that clients accept, as ACM spells them. */
  private static final Set<String> KEYS =
      Set.of("RSA_2048", "RSA_3072", "RSA_4096", "EC_PRIME256V1", "EC_SECP384R1", "EC_SECP521R1");

  /**
   * A reason why clients would not trust the certificate.
   *
   * @param words the reason in one sentence
   * @param evidence the certificate's ARN and ACM's reasons
   * @param fix what to do
   */
  public record Defect(String words, List<String> evidence, List<String> fix) {}

  public String arn() {
    return described.path("CertificateArn").asText();
  }

  /** The names that the certificate is issued for, some with a wildcard. */
  public List<String> names() {
    var names = new ArrayList<String>();
    described.path("SubjectAlternativeNames").forEach(name -> names.add(name.asText()));
    return names.isEmpty() ? List.of(described.path("DomainName").asText()) : names;
  }

  /** Whether the certificate covers a name; a wildcard matches exactly one label, the leftmost. */
  public boolean isFor(String name) {
    String asked = name.toLowerCase(Locale.ROOT);
    int dot = asked.indexOf('.');
    String wildcard = dot > 0 ? "*" + asked.substring(dot) : asked;
    return names().stream()
        .map(one -> one.toLowerCase(Locale.ROOT))
        .anyMatch(one -> one.equals(asked) || one.equals(wildcard));
  }

  /** Why clients that use a name refuse the certificate; empty if they trust it. */
  public Optional<Defect> defect(String name, Instant now) {
    String region = arn().split(":").length > 3 ? arn().split(":")[3] : "";
    String status = described.path("Status").asText();
    boolean ended = status.equals("EXPIRED") || (ends().isPresent() && !ends().get().isAfter(now));
    if (ended) {
      return Optional.of(
          new Defect(
              "The certificate for %s has expired%s."
                  .formatted(name, ends().map(end -> " on " + day(end)).orElse("")),
              List.of(
                  line(), "Clients refuse the connection; the load balancer goes on serving it."),
              List.of(renewal() + ", and attach the new one to the listeners.")));
    }
    if (!status.equals("ISSUED")) {
      return Optional.of(
          new Defect(
              "The certificate for " + name + " is " + status + ", not ISSUED.",
              evidenceOf(status),
              List.of(
                  status.equals("PENDING_VALIDATION")
                      ? "create the record that ACM requires; it is issued some minutes later."
                      : "request another one: " + request(name, region))));
    }
    if (!isFor(name)) {
      return Optional.of(
          new Defect(
              "The certificate is not for " + name + ".",
              List.of(line(), "It is for: " + String.join(", ", names())),
              List.of(
                  "request one that is: " + request(name, region),
                  "and attach it to the listeners, or use a name that it is for: <url>")));
    }
    return Optional.empty();
  }

  /** What is likely to break: a key that clients may refuse, or an expiry within 30 days. */
  public Optional<Defect> doubt(Instant now) {
    String key = described.path("KeyAlgorithm").asText().replace('-', '_');
    if (!key.isEmpty() && !KEYS.contains(key.toUpperCase(Locale.ROOT))) {
      return Optional.of(
          new Defect(
              "The certificate's key is " + key + ", which clients may refuse",
              List.of(line()),
              List.of("request one with another key: --key-algorithm EC_prime256v1 or RSA_2048")));
    }
    return ends()
        .filter(end -> end.isBefore(now.plus(SOON)))
        .map(
            end ->
                new Defect(
                    "The certificate expires on %s, in %s days"
                        .formatted(day(end), Duration.between(now, end).toDays()),
                    List.of(line(), renewedBy()),
                    List.of(renewal() + " before that day.")));
  }

  /** The text of a check for a certificate without a defect. */
  public String words(String name) {
    return name
        + ends().map(end -> ", until " + day(end)).orElse("")
        + (isImported() ? "; imported: whether its intermediates are complete is not checked" : "");
  }

  private Optional<Instant> ends() {
    JsonNode end = described.path("NotAfter");
    return end.isNumber() ? Optional.of(Instant.ofEpochSecond(end.asLong())) : Optional.empty();
  }

  private static LocalDate day(Instant end) {
    return LocalDate.ofInstant(end, ZoneOffset.UTC);
  }

  private String line() {
    return "Certificate " + arn();
  }

  private List<String> evidenceOf(String status) {
    var lines = new ArrayList<String>();
    lines.add(line());
    if (status.equals("PENDING_VALIDATION")) {
      for (JsonNode option : described.path("DomainValidationOptions")) {
        JsonNode dns = option.path("ResourceRecord");
        if (dns.has("Name")) {
          lines.add(
              "Record: %s %s %s"
                  .formatted(
                      dns.path("Name").asText(),
                      dns.path("Type").asText(),
                      dns.path("Value").asText()));
        }
      }
    }
    if (described.hasNonNull("FailureReason")) {
      lines.add("FailureReason: " + described.path("FailureReason").asText());
    }
    return lines;
  }

  private boolean isImported() {
    return described.path("Type").asText().equals("IMPORTED");
  }

  private String renewedBy() {
    String status = described.at("/RenewalSummary/RenewalStatus").asText();
    return isImported()
        ? "It was imported: ACM does not renew it."
        : "ACM renews it 60 days before" + (status.isEmpty() ? "." : ": " + status + ".");
  }

  private String renewal() {
    return isImported()
        ? "import a new one: aws acm import-certificate"
        : "see why ACM did not renew it: aws acm describe-certificate --certificate-arn " + arn();
  }

  private static String request(String name, String region) {
    return "aws acm request-certificate --domain-name "
        + name
        + " --validation-method DNS --region "
        + region;
  }
}
