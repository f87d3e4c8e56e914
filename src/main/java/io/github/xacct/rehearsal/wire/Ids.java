package io.github.xacct.rehearsal.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/** Generates IDs: random ones, and IAM unique IDs of a type prefix, capital letters and digits. */
public final class Ids {
  private Ids() {}

  /** Returns random hexadecimal digits, at most 32. */
  public static String hex(int digits) {
    return UUID.randomUUID().toString().replace("-", "").substring(32 - digits);
  }

  /** Returns an IAM unique ID that depends only on the name. */
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
