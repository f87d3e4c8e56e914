package io.github.xacct.goal.project;

import io.github.xacct.model.ImageReference;
import java.util.Map;
import java.util.Optional;

/**
 * What push-ecr pushed earlier in this Maven run.
 *
 * @param context of the plugin in this run
 */
public record EarlierPush(Map<String, Object> context) {
  private static final String KEY = "io.github.xacct.pushed";

  /** The image, if one was pushed. */
  public Optional<ImageReference> image() {
    return Optional.ofNullable((String) context.get(KEY)).map(ImageReference::parse);
  }

  public void remember(ImageReference image) {
    context.put(KEY, image.toString());
  }
}
