package io.github.xacct.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings from which the image is built.
 *
 * @param baseImage reference of the base image, or {@code scratch}
 * @param layout absent means that it is detected from the build
 * @param appRoot folder in the image for the content of a war
 * @param mainClass absent means that it is detected
 * @param jvmFlags placed between {@code java} and the class path
 * @param arguments placed after the main class
 * @param ports exposed ports
 * @param user that runs the process, {@code uid:gid} or a user name of the base image; empty means
 *     the base image's user
 * @param environment variables of the image
 * @param labels of the image, with the keys of OCI annotations
 * @param extraDirectories folders whose content is copied to the root of the image
 * @param tags to push
 * @param architectures of the image, sorted and distinct; several result in an index
 * @param created creation time recorded in the image, so that the same input results in the same
 *     digest
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

  /** Sorts the architectures, so that their order does not change the image. */
  public ImageSettings {
    architectures = architectures.stream().distinct().sorted().toList();
  }

  /** Returns the only or the first architecture. */
  public Architecture architecture() {
    return architectures.get(0);
  }

  /** Returns the platforms separated by commas, such as {@code linux/amd64,linux/arm64}. */
  public String platform() {
    return architectures.stream().map(a -> "linux/" + a.oci()).collect(Collectors.joining(","));
  }

  /** Returns the settings with another base image. */
  public ImageSettings withBaseImage(String other) {
    return with(other, architectures);
  }

  /** Returns the settings for a single architecture. */
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
