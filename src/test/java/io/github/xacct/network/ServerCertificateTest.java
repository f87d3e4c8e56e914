package io.github.xacct.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCertificateTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String ARN = "arn:aws:acm:eu-central-1:222222222222:certificate/c";

  @ParameterizedTest
  @CsvSource({
    "shop.example.com, true",
    "SHOP.example.com, true",
    "any.example.org, true",
    "a.b.example.org, false",
    "example.org, false",
    "example.com, false",
    "localhost, false"
  })
  void aWildcardStandsForOneLabel(String name, boolean expected) throws Exception {
    assertThat(certificate("'Status':'ISSUED'").isFor(name)).isEqualTo(expected);
  }

  @Test
  void withoutAlternativeNamesItIsForItsDomainName() throws Exception {
    var json = "{'DomainName':'shop.example.com'}".replace('\'', '"');

    assertThat(new ServerCertificate(new ObjectMapper().readTree(json)).isFor("shop.example.com"))
        .isTrue();
  }

  @Test
  void oneThatWaitsForItsRecordShowsTheRecord() throws Exception {
    var defect =
        certificate(
                "'Status':'PENDING_VALIDATION','DomainValidationOptions':[{'ResourceRecord':"
                    + "{'Name':'_a.example.com.','Type':'CNAME','Value':'_b.acm.aws.'}}]")
            .defect("shop.example.com", NOW)
            .orElseThrow();

    assertThat(defect)
        .isEqualTo(
            new ServerCertificate.Defect(
                "The certificate for shop.example.com is PENDING_VALIDATION, not ISSUED.",
                List.of("Certificate " + ARN, "Record: _a.example.com. CNAME _b.acm.aws."),
                List.of("create the record that ACM requires; it is issued some minutes later.")));
  }

  @Test
  void oneThatFailedNamesTheReason() throws Exception {
    var defect =
        certificate("'Status':'FAILED','FailureReason':'CAA_ERROR'")
            .defect("shop.example.com", NOW)
            .orElseThrow();

    assertThat(defect.words())
        .isEqualTo("The certificate for shop.example.com is FAILED, not ISSUED.");
    assertThat(defect.evidence()).containsExactly("Certificate " + ARN, "FailureReason: CAA_ERROR");
  }

  /** DescribeCertificate returns no chain; certificates issued by Amazon always have one. */
  @Test
  void ofAnImportedOneTheIntermediatesAreNotKnown() throws Exception {
    assertThat(
            certificate("'Status':'ISSUED','Type':'IMPORTED','NotAfter':1781006400.0")
                .words("shop.example.com"))
        .isEqualTo(
            "shop.example.com, until 2026-06-09; imported: whether its intermediates are complete is"
                + " not checked");
  }

  @Test
  void anImportedOneThatEndsSoonIsReported() throws Exception {
    var certificate =
        certificate("'Status':'ISSUED','Type':'IMPORTED','NotAfter':1781006400.0"); // 2026-06-09

    assertThat(certificate.defect("shop.example.com", NOW)).isEmpty();
    assertThat(certificate.doubt(NOW))
        .contains(
            new ServerCertificate.Defect(
                "The certificate expires on 2026-06-09, in 8 days",
                List.of("Certificate " + ARN, "It was imported: ACM does not renew it."),
                List.of("import a new one: aws acm import-certificate before that day.")));
  }

  @Test
  void oneThatAcmCouldNotRenewIsReported() throws Exception {
    var certificate =
        certificate(
            "'Status':'ISSUED','Type':'AMAZON_ISSUED','NotAfter':1781006400,"
                + "'RenewalSummary':{'RenewalStatus':'PENDING_VALIDATION'}");

    assertThat(certificate.doubt(NOW).orElseThrow().evidence())
        .contains("ACM renews it 60 days before: PENDING_VALIDATION.");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA-2048, true",
    "RSA_4096, true",
    "EC_prime256v1, true",
    "EC_secp521r1, true",
    "RSA_1024, false",
    "UNHEARD_OF, false"
  })
  void aKeyThatClientsMayRefuseIsReported(String key, boolean well) throws Exception {
    assertThat(certificate("'Status':'ISSUED','KeyAlgorithm':'" + key + "'").doubt(NOW).isEmpty())
        .isEqualTo(well);
  }

  private static ServerCertificate certificate(String more) throws Exception {
    String json =
        "{'CertificateArn':'%s','SubjectAlternativeNames':['shop.example.com','*.example.org'],%s}"
            .formatted(ARN, more)
            .replace('\'', '"');
    return new ServerCertificate(new ObjectMapper().readTree(json));
  }
}
