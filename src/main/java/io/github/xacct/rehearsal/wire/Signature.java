package io.github.xacct.rehearsal.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The parsed Signature Version 4 of an Authorization header or a presigned URL, and the computation
 * of the expected one. Source: IAM user guide, "Create a signed AWS API request".
 *
 * @param day of the credential scope, {@code 20261123}
 * @param region of the credential scope
 * @param service of the credential scope
 * @param signedHeaders headers that the client chose to sign
 * @param value lower-case hexadecimal
 * @param date time of the signature
 * @param token session token, or empty
 * @param presigned whether it is part of the URL
 */
record Signature(
    String accessKeyId,
    String day,
    String region,
    String service,
    List<String> signedHeaders,
    String value,
    String date,
    String token,
    boolean presigned) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern HEADER =
      Pattern.compile(
          ALGORITHM
              + "\\s+Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/aws4_request\\s*,"
              + "\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-f]{64})\\s*");

  static Optional<Signature> of(HttpCall call) {
    if (call.query().contains("X-Amz-Signature=")) {
      return of(
          "%s Credential=%s, SignedHeaders=%s, Signature=%s"
              .formatted(
                  ALGORITHM,
                  call.parameter("X-Amz-Credential"),
                  call.parameter("X-Amz-SignedHeaders"),
                  call.parameter("X-Amz-Signature")),
          call.parameter("X-Amz-Date"),
          call.parameter("X-Amz-Security-Token"),
          true);
    }
    return of(
        call.header("Authorization"),
        call.header("X-Amz-Date"),
        call.header("X-Amz-Security-Token"),
        false);
  }

  private static Optional<Signature> of(
      String authorization, String date, String token, boolean presigned) {
    var header = HEADER.matcher(authorization);
    if (!header.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Signature(
            header.group(1),
            header.group(2),
            header.group(3),
            header.group(4),
            List.of(header.group(5).split(";")),
            header.group(6),
            date,
            token,
            presigned));
  }

  /** Returns whether this call was signed with this secret. */
  boolean fits(HttpCall call, String secret) {
    byte[] expected = expected(call, secret).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the Authorization header of a call for this secret. */
  String authorization(HttpCall call, String secret) {
    return "%s Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=%s, Signature=%s"
        .formatted(
            ALGORITHM,
            accessKeyId,
            day,
            region,
            service,
            String.join(";", signedHeaders),
            expected(call, secret));
  }

  private String expected(HttpCall call, String secret) {
    String scope = String.join("/", day, region, service, "aws4_request");
    String toSign = String.join("\n", ALGORITHM, date, scope, sha256(bytes(canonical(call))));
    byte[] key = bytes("AWS4" + secret);
    for (String part : List.of(day, region, service, "aws4_request", toSign)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(key);
  }

  private String canonical(HttpCall call) {
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + headerValue(call, name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        call.method(),
        service.equals("s3") ? encodeOnce(call.path()) : encodeTwice(call.path()),
        canonicalQuery(call.query()),
        headers,
        String.join(";", signedHeaders),
        payload(call));
  }

  private static String headerValue(HttpCall call, String name) {
    List<String> values = call.headers().getOrDefault(name, List.of());
    return values.stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /** Encodes the encoded path again, as every service except S3 requires. */
  private static String encodeTwice(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(Signature::encode)
        .collect(Collectors.joining("/"));
  }

  private static String encodeOnce(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(part -> encode(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)))
        .collect(Collectors.joining("/"));
  }

  private static String canonicalQuery(String query) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> !pair.isEmpty() && !pair.startsWith("X-Amz-Signature="))
        .map(pair -> pair.contains("=") ? pair : pair + "=")
        .map(
            pair ->
                Arrays.stream(pair.split("=", 2))
                    .map(part -> encode(URLDecoder.decode(part, StandardCharsets.UTF_8)))
                    .collect(Collectors.joining("=")))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private String payload(HttpCall call) {
    String unsigned = "UNSIGNED-PAYLOAD";
    String said = call.header("X-Amz-Content-Sha256");
    if (presigned && service.equals("s3")) {
      return unsigned;
    }
    return said.equals(unsigned) || said.startsWith("STREAMING-") ? said : sha256(call.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }
}
