package io.github.xacct.rehearsal.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/**
 * How ids look: IAM's unique ones are a prefix that reports the kind, capital letters and digits.
 */
public final class Ids {
  private Ids() {}

  /** So many random hexadecimal digits, at most 32. */
  public static String hex(int digits) {
    return UUID.randomUUID().toString().replace("-", "").substring(32 - digits);
  }

  /** An ID that depends on the name only. */
  public static String unique(String prefix, String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      String text = new BigInteger(1, hash).toString(36).toUpperCase(Locale.ROOT);
      return prefix + text.substring(0, 17);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
