package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.SavedState;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The content of a repository: blobs and manifests as files, and an index of images and tags. */
public final class Repository {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "repository.json";

  private final Path folder;
  private RepositoryIndex index;
  private RepositorySettings settings;
  private Predicate<String> gone = digest -> false;

  private Repository(Path folder, RepositoryIndex index) {
    this.folder = folder;
    this.index = index;
    this.settings = index.settings();
  }

  static Repository create(Path folder, String name, RepositorySettings settings, long now) {
    var repository = new Repository(folder, RepositoryIndex.empty(name, settings, now));
    repository.keep(repository.index);
    return repository;
  }

  /** Returns the repository in a folder; empty if there is none. */
  static Optional<Repository> open(Path folder) {
    Path file = folder.resolve(INDEX);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var index = SavedState.read(file, text -> JSON.readValue(text, RepositoryIndex.class));
      forgetUploads(folder.resolve("uploads"));
      return Optional.of(new Repository(folder, index));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Deletes the files of interrupted uploads. */
  private static void forgetUploads(Path uploads) throws IOException {
    if (!Files.isDirectory(uploads)) {
      return;
    }
    try (Stream<Path> files = Files.list(uploads)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  public synchronized RepositoryIndex index() {
    return index;
  }

  public String name() {
    return index().name();
  }

  /** Returns its current settings. */
  synchronized RepositorySettings settings() {
    return settings;
  }

  /**
   * Applies settings, which may have changed.
   *
   * @param lasting settings to save for the next rehearsal
   */
  synchronized void setUp(RepositorySettings now, RepositorySettings lasting) {
    settings = now;
    if (!lasting.equals(index.settings())) {
      keep(index.with(lasting));
    }
  }

  /** Deletes images and their tags; layers are kept, because other images may use them. */
  public synchronized void delete(Set<String> digests) {
    if (!digests.isEmpty()) {
      keep(index.without(digests));
    }
  }

  /** Removes a tag, and the image if that was its last one. */
  public synchronized void untag(String tag) {
    String digest = index.tags().get(tag);
    Map<String, String> tags = new TreeMap<>(index.tags());
    tags.remove(tag);
    if (digest != null && !tags.containsValue(digest)) {
      delete(Set.of(digest));
      return;
    }
    keep(index.with(index.images(), tags));
  }

  /** Returns the digests of the indexes that contain an image. */
  synchronized List<String> indexesOf(Digest digest) {
    return digests().stream()
        .filter(
            other ->
                Json.stream(manifestOf(other).path("manifests"))
                    .anyMatch(child -> child.path("digest").asText().equals(digest.value())))
        .map(Digest::value)
        .toList();
  }

  /** Returns the images whose subject is another image, such as its signature. */
  synchronized List<Digest> referrersOf(String digest) {
    return digests().stream()
        .filter(other -> manifestOf(other).at("/subject/digest").asText().equals(digest))
        .toList();
  }

  /** Returns a manifest. */
  JsonNode manifestOf(Digest digest) {
    try {
      return JSON.readTree(manifest(digest));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the manifest " + digest, e);
    }
  }

  /** Hides images as if they had been deleted. */
  synchronized void hide(Predicate<String> digests) {
    gone = digests;
  }

  /** Returns the file of a blob, which need not exist. */
  Path blob(Digest digest) {
    return folder.resolve("blobs").resolve(hex(digest));
  }

  /** Returns the folder of uploads, on the same file system as the blobs. */
  Path uploads() {
    return folder.resolve("uploads");
  }

  /** Returns the digest of an image by tag or digest; empty if it does not exist. */
  synchronized Optional<Digest> resolve(String reference) {
    return Optional.of(reference)
        .map(r -> r.startsWith("sha256:") ? r : index.tags().get(r))
        .filter(index.images()::containsKey)
        .filter(gone.negate())
        .map(Digest::new);
  }

  /** Returns the digests of all images that are not hidden. */
  synchronized List<Digest> digests() {
    return index.images().keySet().stream().flatMap(d -> resolve(d).stream()).toList();
  }

  byte[] manifest(Digest digest) throws IOException {
    return Files.readAllBytes(manifestFile(digest));
  }

  /** Returns the tags of an image, sorted. */
  synchronized List<String> tagsOf(Digest digest) {
    return index.tagsOf(digest);
  }

  /**
   * Stores a manifest.
   *
   * @param reference tag or digest
   * @throws RegistryError if the tag cannot be moved, the digest is wrong or content is missing
   */
  synchronized Digest put(String reference, String mediaType, byte[] content, long now)
      throws IOException {
    Digest digest = digestOf(content);
    boolean tagged = !reference.startsWith("sha256:");
    if (!tagged && !reference.equals(digest.value())) {
      throw new RegistryError(
          400, "DIGEST_INVALID", "The manifest's digest is " + digest + ", not " + reference);
    }
    if (tagged && settings.immutable(reference) && index.tags().containsKey(reference)) {
      // Also for the same manifest (aws/containers-roadmap#2380): clients must check first.
      throw new RegistryError(
          400,
          "TAG_INVALID",
          "The image tag '%s' already exists in the '%s' repository and cannot be overwritten"
                  .formatted(reference, index.name())
              + " because the tag is immutable.");
    }
    long size = new ManifestContent(this).size(JSON.readTree(content));
    AtomicFile.write(manifestFile(digest), content);
    Map<String, RepositoryIndex.Image> images = new LinkedHashMap<>(index.images());
    images.putIfAbsent(digest.value(), new RepositoryIndex.Image(mediaType, size, now));
    Map<String, String> tags = new TreeMap<>(index.tags());
    if (tagged) {
      tags.put(reference, digest.value());
    }
    keep(index.with(images, tags));
    return digest;
  }

  private void keep(RepositoryIndex next) {
    try {
      AtomicFile.write(folder.resolve(INDEX), JSON.writeValueAsBytes(next));
      index = next;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder.resolve(INDEX), e);
    }
  }

  private Path manifestFile(Digest digest) {
    return folder.resolve("manifests").resolve(hex(digest));
  }

  private static String hex(Digest digest) {
    return digest.value().substring("sha256:".length());
  }

  private static Digest digestOf(byte[] content) {
    return new Digest("sha256:" + HexFormat.of().formatHex(sha256().digest(content)));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
