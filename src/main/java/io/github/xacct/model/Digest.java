package io.github.xacct.model;

import java.util.regex.Pattern;

/** The digest of content: its SHA-256 in OCI's form, {@code sha256:<64 hex digits>}. */
public record Digest(String value) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a digest: a digest is sha256: and 64 hexadecimal digits");
    }
  }

  /** Returns the digest cut after 12 hexadecimal digits, enough to distinguish two images. */
  public String brief() {
    return value.substring(0, 19);
  }

  @Override
  public String toString() {
    return value;
  }
}
