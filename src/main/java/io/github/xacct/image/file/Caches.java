package io.github.xacct.image.file;

import com.google.cloud.tools.jib.api.Containerizer;
import java.nio.file.Path;

/**
 * The folders that keep layers between builds.
 *
 * @param base layers of base images, shared by all projects of the user
 * @param application layers of this project
 */
public record Caches(Path base, Path application) {

  /** The folder for intermediate files. */
  public Path made() {
    return application.resolve("made");
  }

  /** With the base layers in the folder that all Jib builds of this user share. */
  public static Caches ofUser(Path application) {
    return new Caches(Containerizer.DEFAULT_BASE_CACHE_DIRECTORY, application);
  }
}
