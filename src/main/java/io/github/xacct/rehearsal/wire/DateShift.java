package io.github.xacct.rehearsal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Changes the time in the responses' Date header, which the JDK's server always sets itself.
 * Clients detect clock skew by it. All such dates have the same length.
 */
final class DateShift {
  private static final byte[] HEADER = "\r\nDate: ".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = "Mon, 23 Nov 2026 08:00:00 GMT".length();
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Duration ahead;

  DateShift(Duration ahead) {
    this.ahead = ahead;
  }

  /** Rewrites the date in the buffer after a position; the server sends all headers at once. */
  void rewrite(ByteBuffer buffer, int from) {
    if (ahead.isZero()) {
      return;
    }
    for (int i = from; i + HEADER.length + LENGTH <= buffer.position(); i++) {
      if (isHeader(buffer, i)) {
        byte[] date = FORM.format(Instant.now().plus(ahead)).getBytes(StandardCharsets.US_ASCII);
        for (int k = 0; k < date.length; k++) {
          buffer.put(i + HEADER.length + k, date[k]);
        }
        return;
      }
    }
  }

  private static boolean isHeader(ByteBuffer buffer, int at) {
    for (int k = 0; k < HEADER.length; k++) {
      if (buffer.get(at + k) != HEADER[k]) {
        return false;
      }
    }
    return true;
  }
}
