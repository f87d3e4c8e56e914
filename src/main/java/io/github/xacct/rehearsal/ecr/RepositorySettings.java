package io.github.xacct.rehearsal.ecr;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a repository is set up.
 *
 * @param policy text, null if there is none
 * @param exclusions patterns of tags that are mutable where the others are not, or the reverse
 */
record RepositorySettings(
    boolean immutableTags, boolean scanOnPush, @Nullable String policy, List<String> exclusions) {
  /** Whether a tag that is there can be given to no other image. */
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
