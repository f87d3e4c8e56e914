package io.github.xacct.goal.project;

import io.github.xacct.model.ImageReference;
import java.util.Map;
import java.util.Optional;

/**
 * The image that push-ecr pushed earlier in this Maven run.
 *
 * @param context the plugin's context in this run
 */
public record EarlierPush(Map<String, Object> context) {
  private static final String KEY = "io.github.xacct.pushed";

  /** Returns the image; empty if none was pushed. */
  public Optional<ImageReference> image() {
    return Optional.ofNullable((String) context.get(KEY)).map(ImageReference::parse);
  }

  public void remember(ImageReference image) {
    context.put(KEY, image.toString());
  }
}
