package io.github.xacct.rehearsal.ecr;

import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Caller;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registry passwords and their callers. A token is valid for its caller in its region, in every
 * registry that allows the caller. Source: ECR user guide, "Private registry authentication".
 */
public final class EcrTokens implements RegistryTokens {
  private static final Duration LIFE = Duration.ofHours(12);

  /** A password with its expiration. */
  record Token(String password, Caller caller, String region, Instant expires) {
    @Override
    public String toString() {
      return "registry token of " + caller.arn();
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Region home;
  private final Clock clock;

  /**
   * Creates an issuer without tokens.
   *
   * @param home region of {@link #passwordFor}
   */
  public EcrTokens(Region home, Clock clock) {
    this.home = home;
    this.clock = clock;
  }

  @Override
  public String passwordFor(Caller caller) {
    return issue(caller, home.id()).password();
  }

  Token issue(Caller caller, String region) {
    byte[] secret = new byte[96];
    random.nextBytes(secret);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    var token = new Token(password, caller, region, clock.instant().plus(LIFE));
    tokens.put(password, token);
    return token;
  }

  /**
   * Returns the caller of an Authorization header; empty if it is not a token of this region.
   *
   * @throws RegistryError if the token has expired
   */
  Optional<Caller> callerOf(String authorization, String region) {
    Optional<Token> token = password(authorization).map(tokens::get);
    if (token.filter(t -> !clock.instant().isBefore(t.expires())).isPresent()) {
      throw new RegistryError(
          403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
    }
    return token.filter(t -> t.region().equals(region)).map(Token::caller);
  }

  private static Optional<String> password(String authorization) {
    if (!authorization.startsWith("Basic ")) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      String text = new String(decoded, StandardCharsets.UTF_8);
      return text.startsWith("AWS:") ? Optional.of(text.substring(4)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
