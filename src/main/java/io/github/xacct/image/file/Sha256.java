package io.github.xacct.image.file;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 hashes in hexadecimal. */
public final class Sha256 {
  private Sha256() {}

  /** The first bytes of a file's SHA-256 in hexadecimal. */
  public static String ofFile(Path file, int bytes) {
    var digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw XacctException.yours("The file " + file + " cannot be read.")
          .evidence(e.toString())
          .cause(e);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, bytes);
  }

  /** The SHA-256 of a byte array in hexadecimal. */
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
