package io.github.xacct.rehearsal.ecr;

import io.github.xacct.model.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The images and tags of a repository, as they lie on disk.
 *
 * @param createdAt milliseconds since 1970
 * @param policy text, null if there is none
 * @param images by digest
 * @param tags digest by tag
 * @param exclusions patterns of tags that are not as the others; null if there are none
 */
public record RepositoryIndex(
    String name,
    long createdAt,
    boolean immutableTags,
    boolean scanOnPush,
    @Nullable String policy,
    Map<String, RepositoryIndex.Image> images,
    Map<String, String> tags,
    @Nullable List<String> exclusions) {
  /** One manifest: its media type, its size with all it names, and when it came. */
  record Image(String mediaType, long size, long pushedAt) {}

  static RepositoryIndex empty(String name, RepositorySettings s, long now) {
    return new RepositoryIndex(
        name,
        now,
        s.immutableTags(),
        s.scanOnPush(),
        s.policy(),
        Map.of(),
        Map.of(),
        s.exclusions());
  }

  /** How the repository was set up when this was written. */
  RepositorySettings settings() {
    return new RepositorySettings(
        immutableTags, scanOnPush, policy, exclusions == null ? List.of() : exclusions);
  }

  /** The same content, set up differently. */
  RepositoryIndex with(RepositorySettings s) {
    return new RepositoryIndex(
        name,
        createdAt,
        s.immutableTags(),
        s.scanOnPush(),
        s.policy(),
        images,
        tags,
        s.exclusions());
  }

  /** The same settings with other content. */
  RepositoryIndex with(Map<String, Image> otherImages, Map<String, String> otherTags) {
    return new RepositoryIndex(
        name, createdAt, immutableTags, scanOnPush, policy, otherImages, otherTags, exclusions);
  }

  /** The same without images and their tags. */
  RepositoryIndex without(Set<String> digests) {
    Map<String, Image> left = new LinkedHashMap<>(images);
    left.keySet().removeAll(digests);
    Map<String, String> leftTags = new TreeMap<>(tags);
    leftTags.values().removeAll(digests);
    return with(left, leftTags);
  }

  /** Tags of an image, sorted. */
  List<String> tagsOf(Digest digest) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getValue().equals(digest.value()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
