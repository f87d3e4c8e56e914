package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Signs the OIDC tokens of CI jobs in a rehearsal. One key replaces the keys of all issuers, such
 * as GitHub and GitLab, which sign no tokens for rehearsals. Like theirs, tokens are JWTs signed
 * with RS256.
 */
public final class TokenIssuer {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final String KEY_ID = UUID.randomUUID().toString();

  private final Clock clock;

  public TokenIssuer(Clock clock) {
    this.clock = clock;
  }

  /** Generated for the first token, because it takes a while. */
  private static final class Key {
    static final KeyPair PAIR = make();

    private static KeyPair make() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Every JDK has RSA", e);
      }
    }
  }

  /**
   * Returns a token that is valid for 15 minutes.
   *
   * @param issuer URL of the issuer
   */
  public String token(String issuer, String subject, String audience) {
    return token(issuer, subject, audience, LIFE);
  }

  String token(String issuer, String subject, String audience, Duration life) {
    Instant now = clock.instant();
    ObjectNode claims = Json.object().put("iss", issuer).put("sub", subject).put("aud", audience);
    claims.put("iat", now.getEpochSecond()).put("nbf", now.getEpochSecond());
    claims.put("exp", now.plus(life).getEpochSecond()).put("jti", UUID.randomUUID().toString());
    ObjectNode header = Json.object().put("alg", "RS256").put("typ", "JWT").put("kid", KEY_ID);
    String signed = encoded(bytes(Json.write(header))) + "." + encoded(bytes(Json.write(claims)));
    return signed + "." + encoded(sign(signed));
  }

  /** Returns the public key as a JSON Web Key Set. */
  ObjectNode keys() {
    RSAPublicKey key = (RSAPublicKey) Key.PAIR.getPublic();
    ObjectNode set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", KEY_ID)
        .put("n", encoded(unsigned(key.getModulus())))
        .put("e", encoded(unsigned(key.getPublicExponent())));
    return set;
  }

  /**
   * Returns the claims of a token, without verifying its signature.
   *
   * @throws AwsError InvalidIdentityToken if it is not a JWT
   */
  static JsonNode claims(String token) {
    try {
      String[] parts = token.split("\\.");
      JsonNode claims = Json.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (parts.length == 3 && claims.isObject()) {
        return claims;
      }
    } catch (IOException | RuntimeException e) {
      // Reported below with STS's message.
    }
    throw invalid(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  }

  /**
   * Refuses a token that was not signed with the key, as STS refuses one whose key it cannot find.
   */
  static void demandSignature(String token) {
    int end = token.lastIndexOf('.');
    if (!isOurs(token) || !fits(token.substring(0, end), token.substring(end + 1))) {
      throw invalid(
          "Couldn't retrieve verification key from your identity provider, please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");
    }
  }

  private static boolean isOurs(String token) {
    try {
      JsonNode header = Json.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[0]));
      return header.path("kid").asText().equals(KEY_ID)
          && header.path("alg").asText().equals("RS256");
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean fits(String signed, String signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(Key.PAIR.getPublic());
      check.update(bytes(signed));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(Key.PAIR.getPrivate());
      signature.update(bytes(text));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has SHA256withRSA", e);
    }
  }

  static AwsError invalid(String message) {
    return AwsError.badRequest("InvalidIdentityToken", message);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
