package io.github.xacct.rehearsal.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The certificates of ACM. They need not be created: every certificate ARN of the account and
 * region exists, is issued, and is for its domain names, unless the resource store has another one.
 */
public final class Certificates {
  /** The validity of a certificate that ACM issued. */
  private static final Duration LIFE = Duration.ofDays(395);

  /** The domain names of a certificate without any: those reserved for documentation. */
  private static final List<String> DOCUMENTED = List.of("example.com", "*.example.com");

  private final ResourceStore store;
  private final BiFunction<AccountRegion, String, List<String>> names;
  private final Instant issued = Instant.now();

  /**
   * @param names returns the domain names of a certificate's ARN in stacks or the plan
   */
  public Certificates(ResourceStore store, BiFunction<AccountRegion, String, List<String>> names) {
    this.store = store;
    this.names = names;
  }

  /** Returns the certificates of a resource store without domain names of stacks. */
  public static Certificates of(ResourceStore store) {
    return new Certificates(store, (place, arn) -> List.of());
  }

  /**
   * Returns a certificate with CloudFormation's properties and what ACM adds: {@code @Status},
   * {@code @NotBefore}, {@code @NotAfter} in seconds, {@code @Type}; empty if the ARN is of another
   * account or region.
   */
  public Optional<ObjectNode> find(AccountRegion place, String arn) {
    if (!arn.startsWith(place.arn("acm", "certificate/"))) {
      return Optional.empty();
    }
    List<String> named = names.apply(place, arn);
    ObjectNode certificate = issued(named.isEmpty() ? DOCUMENTED : named);
    store
        .find(place, ResourceTypeNames.CERTIFICATE, arn)
        .ifPresent(standing -> certificate.setAll(standing));
    return Optional.of(certificate);
  }

  private ObjectNode issued(List<String> named) {
    ObjectNode certificate = Json.object().put("DomainName", named.get(0));
    certificate.set("SubjectAlternativeNames", Json.texts(named));
    certificate.put("KeyAlgorithm", "RSA_2048").put("@Status", "ISSUED");
    certificate.put("@Type", "AMAZON_ISSUED").put("@NotBefore", issued.getEpochSecond());
    return certificate.put("@NotAfter", issued.plus(LIFE).getEpochSecond());
  }
}
