package io.github.xacct.rehearsal.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.policy.Policy;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.state.SavedState;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects in the buckets of the resource store, kept between rehearsals: one folder for each
 * bucket, with two files for each object.
 */
public final class Buckets {
  /** The resource type in CloudFormation. */
  public static final String TYPE = "AWS::S3::Bucket";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ResourceStore store;
  private final Path folder;

  public Buckets(ResourceStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /** Returns the bucket with a name, which is unique across all accounts. */
  public Optional<Resource> find(String bucket) {
    return store.everywhere(TYPE).stream().filter(b -> b.id().equals(bucket)).findFirst();
  }

  /** Returns all buckets of an account, sorted by name. */
  List<Resource> of(String account) {
    return store.everywhere(TYPE).stream()
        .filter(b -> b.place().account().value().equals(account))
        .toList();
  }

  /** Returns the policy of a bucket and its owner. */
  public ResourcePolicy policyOf(String bucket) {
    Optional<Resource> found = find(bucket);
    Optional<Policy> policy =
        found
            .flatMap(b -> store.find(b.place(), "AWS::S3::BucketPolicy", bucket))
            .map(p -> Policy.ofResource(Json.write(p.path("PolicyDocument"))));
    return new ResourcePolicy(policy, false, found.map(b -> b.place().account()));
  }

  /** Returns whether a bucket is empty. */
  public boolean isEmpty(String bucket) {
    return objects(bucket).isEmpty();
  }

  /** An object with its content. */
  public record Stored(String etag, byte[] content) {}

  /**
   * An object with its content.
   *
   * @throws AwsError NoSuchBucket or NoSuchKey
   */
  public Stored stored(String bucket, String key) {
    StoredObject object = object(bucket, key);
    return new Stored(object.etag(), content(bucket, object));
  }

  /**
   * Returns an object as text.
   *
   * @throws AwsError NoSuchBucket or NoSuchKey
   */
  public String text(String bucket, String key) {
    return new String(content(bucket, object(bucket, key)), StandardCharsets.UTF_8);
  }

  /**
   * Returns the object of a key, without its content.
   *
   * @throws AwsError NoSuchBucket or NoSuchKey
   */
  StoredObject object(String bucket, String key) {
    demand(bucket);
    Path file = file(bucket, key, ".json");
    if (!Files.exists(file)) {
      throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
    }
    return read(file);
  }

  /** Returns a bucket, or fails with NoSuchBucket. */
  Resource demand(String bucket) {
    return find(bucket)
        .orElseThrow(
            () -> new AwsError(404, "NoSuchBucket", "The specified bucket does not exist"));
  }

  byte[] content(String bucket, StoredObject object) {
    try {
      return Files.readAllBytes(file(bucket, object.key(), ""));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read an object of the bucket " + bucket, e);
    }
  }

  synchronized void put(String bucket, StoredObject object, byte[] content) {
    demand(bucket);
    try {
      AtomicFile.write(file(bucket, object.key(), ""), content);
      AtomicFile.write(file(bucket, object.key(), ".json"), JSON.writeValueAsBytes(object));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save an object of the bucket " + bucket, e);
    }
  }

  synchronized void delete(String bucket, String key) {
    demand(bucket);
    try {
      Files.deleteIfExists(file(bucket, key, ".json"));
      Files.deleteIfExists(file(bucket, key, ""));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete an object of the bucket " + bucket, e);
    }
  }

  /** Returns all objects of a bucket, in S3's order of keys. */
  List<StoredObject> objects(String bucket) {
    Path home = folder.resolve(bucket);
    List<StoredObject> objects = new ArrayList<>();
    if (Files.isDirectory(home)) {
      try (Stream<Path> files = Files.list(home)) {
        files.filter(f -> f.toString().endsWith(".json")).forEach(f -> objects.add(read(f)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the bucket " + bucket, e);
      }
    }
    objects.sort(java.util.Comparator.comparing(StoredObject::key));
    return objects;
  }

  private static StoredObject read(Path file) {
    try {
      return SavedState.read(file, text -> JSON.readValue(text, StoredObject.class));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Returns the file of a key, named by its hash because keys may contain characters that file
   * names cannot.
   */
  private Path file(String bucket, String key, String ending) {
    return folder
        .resolve(bucket)
        .resolve(hash("SHA-256", key.getBytes(StandardCharsets.UTF_8)) + ending);
  }

  static String hash(String algorithm, byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(content);
      return String.format("%0" + digest.length * 2 + "x", new BigInteger(1, digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }
}
