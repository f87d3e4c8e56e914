package io.github.xacct.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the image is built.
 *
 * @param baseImage reference of the base image, or {@code scratch}
 * @param layout absent means: what fits to the build
 * @param appRoot folder of the base image that the content of a war goes to
 * @param mainClass absent means: the only class with a main method
 * @param jvmFlags between {@code java} and the class path
 * @param arguments after the main class
 * @param ports exposed
 * @param user who runs the process, {@code uid:gid} or a name of the base image; empty means the
 *     base image's own
 * @param environment variables of the image
 * @param labels of the image; keys of OCI's annotations
 * @param extraDirectories folders whose content is copied to the root of the image
 * @param tags to push
 * @param architectures that it is for, each once and in their own order; several make an index
 * @param created creation time written into the image, so that the same inputs give the same digest
 */
public record ImageSettings(
    String baseImage,
    Optional<Layout> layout,
    Optional<String> appRoot,
    Optional<String> mainClass,
    List<String> jvmFlags,
    List<String> arguments,
    List<Integer> ports,
    String user,
    Map<String, String> environment,
    Map<String, String> labels,
    List<Path> extraDirectories,
    List<String> tags,
    List<Architecture> architectures,
    Instant created) {

  /** Sorts the architectures, so that their order makes no other image. */
  public ImageSettings {
    architectures = architectures.stream().distinct().sorted().toList();
  }

  /** The only one, or the first. */
  public Architecture architecture() {
    return architectures.get(0);
  }

  /** {@code linux/amd64}, or {@code linux/amd64,linux/arm64}. */
  public String platform() {
    return architectures.stream().map(a -> "linux/" + a.oci()).collect(Collectors.joining(","));
  }

  /** The same on another base image. */
  public ImageSettings withBaseImage(String other) {
    return with(other, architectures);
  }

  /** The same image for one architecture only. */
  public ImageSettings withArchitecture(Architecture other) {
    return with(baseImage, List.of(other));
  }

  private ImageSettings with(String otherBase, List<Architecture> others) {
    return new ImageSettings(
        otherBase,
        layout,
        appRoot,
        mainClass,
        jvmFlags,
        arguments,
        ports,
        user,
        environment,
        labels,
        extraDirectories,
        tags,
        others,
        created);
  }
}
