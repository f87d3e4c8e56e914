package io.github.xacct.rehearsal.wire;

import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Authenticates a call by its signature, and refuses a wrong one with AWS's error. Source of the
 * codes: IAM user guide, "Troubleshoot signed requests for AWS APIs".
 */
public final class SigV4 {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The validity of a presigned URL, whatever its X-Amz-Expires, which only S3 supports. */
  private static final Duration PRESIGNED = Duration.ofMinutes(15);

  /** The reasons why authentication fails. */
  private enum Refusal {
    MISSING("MissingAuthenticationTokenException", "MissingAuthenticationToken"),
    UNKNOWN("UnrecognizedClientException", "InvalidClientTokenId"),
    EXPIRED("ExpiredTokenException", "ExpiredToken"),
    SIGNATURE("InvalidSignatureException", "SignatureDoesNotMatch");

    private final String json;
    private final String query;

    Refusal(String json, String query) {
      this.json = json;
      this.query = query;
    }

    AwsError error(Protocol protocol, String message) {
      if (protocol == Protocol.REST_XML) {
        String s3 =
            switch (this) {
              case MISSING -> "AccessDenied";
              case UNKNOWN -> "InvalidAccessKeyId";
              default -> query;
            };
        return new AwsError(403, s3, message);
      }
      return !protocol.takesForms()
          ? AwsError.badRequest(json, message)
          : new AwsError(403, query, message);
    }
  }

  private final AccessKeys accounts;
  private final Clock clock;

  public SigV4(AccessKeys accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Returns the error for a request without signature or with an incomplete header. */
  static AwsError missing(String authorization, Protocol protocol) {
    if (!authorization.startsWith("AWS4-HMAC-SHA256")) {
      return Refusal.MISSING.error(protocol, "Missing Authentication Token");
    }
    String lacking =
        Stream.of("Credential", "Signature", "SignedHeaders")
            .filter(part -> !authorization.contains(part + "="))
            .map(part -> "Authorization header requires '" + part + "' parameter. ")
            .collect(Collectors.joining());
    return AwsError.badRequest(
        protocol.takesForms() ? "IncompleteSignature" : "IncompleteSignatureException",
        (lacking.isEmpty() ? "Authorization header is not well-formed. " : lacking)
            + "Authorization=AWS4-HMAC-SHA256");
  }

  /**
   * Verifies the signature and returns the caller.
   *
   * @throws AwsError if the key is unknown, the session expired, or the time or the signature is
   *     wrong
   */
  Caller verify(Signature signature, HttpCall call, Protocol protocol) {
    AccessKey key =
        accounts
            .find(signature.accessKeyId())
            .filter(k -> k.sessionToken().orElse("").equals(signature.token()))
            .orElseThrow(
                () ->
                    Refusal.UNKNOWN.error(
                        protocol, "The security token included in the request is invalid."));
    if (key.expires().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
      throw Refusal.EXPIRED.error(
          protocol, "The security token included in the request is expired");
    }
    checkRegion(signature.region(), protocol);
    checkTime(signature, signature.date(), protocol);
    if (!signature.fits(call, key.secret())) {
      throw Refusal.SIGNATURE.error(
          protocol,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
    return key.caller();
  }

  private static void checkRegion(String region, Protocol protocol) {
    try {
      new Region(region);
    } catch (IllegalArgumentException e) {
      throw Refusal.SIGNATURE.error(
          protocol, "Credential should be scoped to a valid region, not '" + region + "'.");
    }
  }

  private void checkTime(Signature signature, String date, Protocol protocol) {
    if (!date.startsWith(signature.day())) {
      throw Refusal.SIGNATURE.error(
          protocol,
          """
          Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date \
          from HTTP: '%s' != '%s'"""
              .formatted(signature.day(), date));
    }
    Instant signed = parse(date, protocol);
    Instant now = clock.instant();
    Duration life = signature.presigned() ? PRESIGNED : SKEW;
    if (signed.plus(life).isBefore(now)) {
      throw Refusal.SIGNATURE.error(
          protocol,
          skewed(
              "Signature expired: " + date + " is now earlier than ",
              now.minus(life),
              now,
              "- " + life.toMinutes()));
    }
    if (signed.minus(SKEW).isAfter(now)) {
      throw Refusal.SIGNATURE.error(
          protocol,
          skewed(
              "Signature not yet current: " + date + " is still later than ",
              now.plus(SKEW),
              now,
              "+ " + SKEW.toMinutes()));
    }
  }

  private static String skewed(String start, Instant limit, Instant now, String sign) {
    return start + TIME.format(limit) + " (" + TIME.format(now) + " " + sign + " min.)";
  }

  private static Instant parse(String date, Protocol protocol) {
    try {
      return LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw Refusal.SIGNATURE.error(
          protocol, "Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
    }
  }
}
