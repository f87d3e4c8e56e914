package io.github.xacct.goal.configuration.xml;

import io.github.xacct.image.ImageJson;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses {@code -Dxacct.image}. */
public final class ImageOption {
  private ImageOption() {}

  /**
   * Returns the image that the property specifies: a reference by digest, or {@code @FILE} for the
   * image that an earlier build pushed and recorded in a file, or {@code @FILE@sha256:DIGEST} to
   * require a digest, because the file could be changed. Empty if the property is not set.
   *
   * @param basedir of the project, to which the file is relative
   */
  public static Optional<ImageReference> given(@Nullable String text, Path basedir) {
    if (text == null || !Element.isWritten(text)) {
      return Optional.empty();
    }
    if (text.trim().startsWith("@")) {
      return Optional.of(OfFile.parse(text.trim()).in(basedir));
    }
    try {
      return Optional.of(ImageReference.parse(text.trim()));
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.image: " + e.getMessage() + ".");
    }
  }

  /**
   * Checks that the text has one of these forms.
   *
   * @throws IllegalArgumentException if it has not, with the expected form
   */
  static void check(String text) {
    if (text.equals("@")) {
      throw new IllegalArgumentException("invalid value '@': expected a file after the @");
    }
    if (text.startsWith("@")) {
      OfFile.parse(text);
    } else {
      ImageReference.parse(text);
    }
  }

  /** Returns the problem of the file in {@code @FILE}; empty if there is none. */
  public static Optional<String> problemOfFile(String text, Path basedir) {
    if (!text.trim().startsWith("@") || text.trim().equals("@")) {
      return Optional.empty();
    }
    var given = OfFile.parse(text.trim());
    Path file = basedir.resolve(given.file());
    if (!Files.isRegularFile(file)) {
      return Optional.of(
          "there is no file " + file + ": xacct:push-ecr writes target/xacct/image.json");
    }
    try {
      given.in(basedir);
      return Optional.empty();
    } catch (XacctException e) {
      return Optional.of(e.problem().replaceAll("^xacct.image: |\\.$", ""));
    }
  }

  /**
   * Returns the image described by the file in {@code @FILE}, which may not have been pushed yet;
   * empty without a file.
   */
  public static Optional<ImageDescription> described(String text, Path basedir) {
    return Element.isWritten(text) && text.trim().startsWith("@")
        ? Optional.of(OfFile.parse(text.trim()).described(basedir))
        : Optional.empty();
  }

  /**
   * The part after the first {@code @}.
   *
   * @param digest required digest of the image
   */
  private record OfFile(String file, Optional<Digest> digest) {
    static OfFile parse(String text) {
      String rest = text.substring(1);
      int at = rest.lastIndexOf('@');
      String last = rest.substring(at + 1);
      // The name of a folder may contain an @.
      boolean isDigest = at >= 0 && (last.isEmpty() || last.startsWith("sha256:"));
      return isDigest
          ? new OfFile(rest.substring(0, at), Optional.of(new Digest(last)))
          : new OfFile(rest, Optional.empty());
    }

    ImageReference in(Path basedir) {
      var image = described(basedir);
      if (!image.pushed()) {
        throw XacctException.yours("xacct.image: the image of " + file + " was not pushed.")
            .suggestion("push it: mvn package xacct:push-ecr");
      }
      return new ImageReference(image.repository(), image.digest());
    }

    ImageDescription described(Path basedir) {
      var image = ImageJson.read(basedir.resolve(file));
      if (digest.filter(expected -> !expected.equals(image.digest())).isPresent()) {
        throw XacctException.yours("xacct.image: " + file + " names another image.")
            .evidence("It names " + image.digest() + ", expected " + digest.orElseThrow() + ".")
            .suggestion(
                "push again, for something has changed the file since the image was pushed.");
      }
      return image;
    }
  }
}
