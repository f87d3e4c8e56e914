package io.github.xacct.image.file;

import com.google.cloud.tools.jib.api.Containerizer;
import java.nio.file.Path;

/**
 * Where layers are kept between builds.
 *
 * @param base layers of base images, shared by all projects of the user
 * @param application layers of this project
 */
public record Caches(Path base, Path application) {

  /** For files that are made on the way to the image. */
  public Path made() {
    return application.resolve("made");
  }

  /** Base layers where every Jib build of this user keeps them. */
  public static Caches ofUser(Path application) {
    return new Caches(Containerizer.DEFAULT_BASE_CACHE_DIRECTORY, application);
  }
}
