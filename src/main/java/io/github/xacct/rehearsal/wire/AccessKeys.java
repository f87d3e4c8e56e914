package io.github.xacct.rehearsal.wire;

import io.github.xacct.rehearsal.plan.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The issued access keys and their principals. */
public final class AccessKeys {
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final SecureRandom random = new SecureRandom();
  private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();
  private final Clock clock;

  public AccessKeys(Clock clock) {
    this.clock = clock;
  }

  /** Issues an access key of a user, which does not expire. */
  public AccessKey issueKeys(Caller user) {
    return keep(new AccessKey(id("AKIA"), secret(30), Optional.empty(), Optional.empty(), user));
  }

  /** Issues temporary credentials of a role session. */
  public AccessKey issueSession(Caller session, Duration duration) {
    var expires = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(duration);
    return keep(
        new AccessKey(
            id("ASIA"), secret(30), Optional.of(secret(180)), Optional.of(expires), session));
  }

  Optional<AccessKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  private AccessKey keep(AccessKey key) {
    keys.put(key.id(), key);
    return key;
  }

  private String id(String prefix) {
    var id = new StringBuilder(prefix);
    random.ints(16, 0, ID_ALPHABET.length()).forEach(i -> id.append(ID_ALPHABET.charAt(i)));
    return id.toString();
  }

  private String secret(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }
}
