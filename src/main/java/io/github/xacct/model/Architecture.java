package io.github.xacct.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The CPU architecture of the tasks, with its names in ECS and in OCI. */
public enum Architecture {
  X86_64("amd64"),
  ARM64("arm64");

  /** Names that Linux, the JDK and registries use, with OCI's name for each. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("aarch64", "arm64", "arm64/v8", "arm64", "x86-64", "amd64", "x64", "amd64");

  private final String oci;

  Architecture(String oci) {
    this.oci = oci;
  }

  /** Returns the name in an image's configuration, {@code amd64} or {@code arm64}. */
  public String oci() {
    return oci;
  }

  /** Parses the name of ECS ({@code ARM64}) or OCI ({@code arm64}, {@code linux/arm64}). */
  public static Architecture parse(String text) {
    String name = text.startsWith("linux/") ? text.substring("linux/".length()) : text;
    String usual = OTHER_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    return Arrays.stream(values())
        .filter(a -> a.name().equalsIgnoreCase(usual) || a.oci.equalsIgnoreCase(usual))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + text
                        + "' is not an architecture of ECS tasks: write "
                        + Arrays.stream(values())
                            .map(Enum::name)
                            .collect(Collectors.joining(" or "))));
  }

  /** Returns the other one of the two architectures. */
  public Architecture other() {
    return this == ARM64 ? X86_64 : ARM64;
  }
}
