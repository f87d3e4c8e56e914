package io.github.xacct.image;

import com.google.cloud.tools.jib.api.ImageReference;
import io.github.xacct.model.XacctException;
import java.util.List;

/** Checks that tags are valid in registries. */
final class TagCheck {
  private TagCheck() {}

  static void check(List<String> tags) {
    List<String> bad = tags.stream().filter(tag -> !ImageReference.isValidTag(tag)).toList();
    if (!bad.isEmpty()) {
      throw XacctException.yours(
              "<image><tags> contains invalid tags: '" + String.join("', '", bad) + "'.")
          .suggestion(
              "a tag has up to 128 letters, digits, '_', '.' and '-', not first '.' or '-'");
    }
  }
}
