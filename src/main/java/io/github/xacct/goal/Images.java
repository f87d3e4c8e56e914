package io.github.xacct.goal;

import io.github.xacct.image.ImageJson;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code -Dxacct.image}. */
final class Images {
  private Images() {}

  /**
   * The image that the user names, if any: itself, or {@code @FILE} for the one that an earlier
   * build pushed and wrote down.
   *
   * @param basedir of the project, to which the file is relative
   */
  static Optional<ImageReference> given(String text, Path basedir) {
    if (!Element.isWritten(text)) {
      return Optional.empty();
    }
    if (text.trim().startsWith("@")) {
      return Optional.of(pushed(basedir.resolve(text.trim().substring(1))));
    }
    try {
      return Optional.of(ImageReference.parse(text.trim()));
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.image: " + e.getMessage() + ".");
    }
  }

  /**
   * Whether it has the form of either.
   *
   * @throws IllegalArgumentException if it has not
   */
  static void check(String text) {
    if (text.equals("@")) {
      throw new IllegalArgumentException("invalid value '@': expected a file after the @");
    }
    if (!text.startsWith("@")) {
      ImageReference.parse(text);
    }
  }

  /** What is wrong with the file that {@code @FILE} names, if anything is. */
  static Optional<String> problemOfFile(String text, Path basedir) {
    if (!text.trim().startsWith("@") || text.trim().equals("@")) {
      return Optional.empty();
    }
    Path file = basedir.resolve(text.trim().substring(1));
    if (!Files.isRegularFile(file)) {
      return Optional.of(
          "there is no file " + file + ": xacct:push-ecr writes target/xacct/image.json");
    }
    try {
      pushed(file);
      return Optional.empty();
    } catch (XacctException e) {
      return Optional.of(e.problem().replaceAll("^xacct.image: |\\.$", ""));
    }
  }

  private static ImageReference pushed(Path file) {
    var image = ImageJson.read(file);
    if (!image.pushed()) {
      throw XacctException.yours("xacct.image: the image of " + file + " was not pushed.")
          .suggestion("push it: mvn package xacct:push-ecr");
    }
    return new ImageReference(image.repository(), image.digest());
  }
}
