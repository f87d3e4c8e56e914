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
 * The certificates of ACM. Nobody makes one here: one of the own account and region is there, is
 * issued, and is for the name that goes with it, unless the estate says otherwise.
 */
public final class Certificates {
  /** How long ACM's own ones last. */
  private static final Duration LIFE = Duration.ofDays(395);

  /** For one that no name goes with: those of documentation. */
  private static final List<String> DOCUMENTED = List.of("example.com", "*.example.com");

  private final ResourceStore store;
  private final BiFunction<AccountRegion, String, List<String>> names;
  private final Instant issued = Instant.now();

  /**
   * @param names that go with the certificate of an ARN, by stacks or by the plan
   */
  public Certificates(ResourceStore store, BiFunction<AccountRegion, String, List<String>> names) {
    this.store = store;
    this.names = names;
  }

  /** The certificates of a resource store without domain names of stacks. */
  public static Certificates of(ResourceStore store) {
    return new Certificates(store, (place, arn) -> List.of());
  }

  /**
   * One, as CloudFormation writes it, and what ACM adds: {@code @Status}, {@code @NotBefore},
   * {@code @NotAfter} in seconds, {@code @Type}.
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
