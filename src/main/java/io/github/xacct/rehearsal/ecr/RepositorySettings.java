package io.github.xacct.rehearsal.ecr;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a repository.
 *
 * @param policy text, null if there is none
 * @param exclusions patterns of tags with the opposite mutability
 */
record RepositorySettings(
    boolean immutableTags, boolean scanOnPush, @Nullable String policy, List<String> exclusions) {
  /** Returns whether an existing tag is immutable. */
  boolean immutable(String tag) {
    return immutableTags != exclusions.stream().anyMatch(pattern -> fits(pattern, tag));
  }

  private static boolean fits(String pattern, String tag) {
    return tag.matches(
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
