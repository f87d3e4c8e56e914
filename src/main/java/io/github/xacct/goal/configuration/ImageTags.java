package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the tags with which an image is pushed. Source of the form: OCI distribution specification,
 * "Pulling manifests".
 */
final class ImageTags {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  private final Provenance provenance;

  ImageTags(Provenance provenance) {
    this.provenance = provenance;
  }

  /** Returns the configured tags, else the commit, else the version. */
  List<String> read(List<String> written, Element element) {
    Set<String> tags = new LinkedHashSet<>();
    for (String text : Element.listOf(written)) {
      element.optional(text, ImageTags::check).ifPresent(tags::add);
    }
    if (Element.listOf(written).isEmpty()) {
      tags.add(provenance.commit().orElseGet(() -> closestTag(provenance.version())));
    }
    return List.copyOf(tags);
  }

  private static String check(String tag) {
    if (!FORM.matcher(tag).matches()) {
      throw new IllegalArgumentException(
          "'" + tag + "' is not a tag: write " + closestTag(tag) + ", for instance");
    }
    return tag;
  }

  /** Replaces characters that a tag cannot contain: {@code 1.0+build} becomes {@code 1.0-build}. */
  static String closestTag(String text) {
    String tag = text.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[.-]+", "");
    return tag.isEmpty() ? "latest" : tag.substring(0, Math.min(tag.length(), 128));
  }
}
