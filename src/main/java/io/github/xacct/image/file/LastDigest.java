package io.github.xacct.image.file;

import io.github.xacct.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers the last digest by the tag of the image's inputs, so that the same change is not built
 * again to determine it.
 */
public record LastDigest(Path file) {
  private static final Pattern LINE = Pattern.compile("(xacct-[0-9a-f]{40}) (sha256:[0-9a-f]{64})");

  /** The digest of these inputs, if they were the last. */
  public Optional<Digest> of(String tag) {
    try {
      Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      return line.matches() && line.group(1).equals(tag)
          ? Optional.of(new Digest(line.group(2)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Stores the digest; ignores failures, which only make the next build slower. */
  public Digest keep(String tag, Digest digest) {
    try {
      AtomicFile.write(file, (tag + " " + digest).getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return digest;
    }
    return digest;
  }
}
