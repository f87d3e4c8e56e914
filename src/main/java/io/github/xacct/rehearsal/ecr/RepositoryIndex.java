package io.github.xacct.rehearsal.ecr;

import io.github.xacct.model.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The saved index of a repository: its settings, images and tags.
 *
 * @param createdAt milliseconds since 1970
 * @param policy text, null if there is none
 * @param images by digest
 * @param tags digest by tag
 * @param exclusions patterns of tags with the opposite mutability; null if there are none
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
  /** A manifest: its media type, its size including its content, and its push time. */
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

  /** Returns the saved settings. */
  RepositorySettings settings() {
    return new RepositorySettings(
        immutableTags, scanOnPush, policy, exclusions == null ? List.of() : exclusions);
  }

  /** Returns a copy with other settings. */
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

  /** Returns a copy with other images and tags. */
  RepositoryIndex with(Map<String, Image> otherImages, Map<String, String> otherTags) {
    return new RepositoryIndex(
        name, createdAt, immutableTags, scanOnPush, policy, otherImages, otherTags, exclusions);
  }

  /** Returns a copy without some images and their tags. */
  RepositoryIndex without(Set<String> digests) {
    Map<String, Image> left = new LinkedHashMap<>(images);
    left.keySet().removeAll(digests);
    Map<String, String> leftTags = new TreeMap<>(tags);
    leftTags.values().removeAll(digests);
    return with(left, leftTags);
  }

  /** Returns the tags of an image, sorted. */
  List<String> tagsOf(Digest digest) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getValue().equals(digest.value()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
