package io.github.xacct.revision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An AppSpec as inline content for CreateDeployment.
 *
 * @param text JSON
 * @param sha256 of the text in UTF-8, in hexadecimal
 */
public record AppSpecContent(String text, String sha256) {

  static AppSpecContent of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new AppSpecContent(text, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
