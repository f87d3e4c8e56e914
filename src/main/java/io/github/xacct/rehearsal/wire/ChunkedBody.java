package io.github.xacct.rehearsal.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Decodes an {@code aws-chunked} body: chunks with their size and optional signature, which is not
 * verified, and an optional trailer with a checksum. Source: Amazon S3 API reference, "Signature
 * calculations for the Authorization header: Transferring payload in chunks".
 */
final class ChunkedBody {
  private final byte[] body;
  private int at;

  private ChunkedBody(byte[] body) {
    this.body = body;
  }

  static byte[] decoded(byte[] body) {
    return new ChunkedBody(body).decoded();
  }

  private byte[] decoded() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      if (at + size + 2 > body.length) {
        throw incomplete();
      }
      content.write(body, at, size);
      at += size + 2;
    }
    return content.toByteArray();
  }

  private int size() {
    int end = at;
    while (end < body.length && body[end] != '\r') {
      end++;
    }
    String line = new String(body, at, end - at, StandardCharsets.US_ASCII);
    String size = line.replaceFirst(";.*", "").strip();
    if (!size.matches("[0-9a-fA-F]{1,7}")) {
      throw incomplete();
    }
    at = end + 2;
    return Integer.parseInt(size, 16);
  }

  private static AwsError incomplete() {
    return AwsError.badRequest(
        "IncompleteBody",
        "The request body terminated unexpectedly, or its chunks cannot be read.");
  }
}
