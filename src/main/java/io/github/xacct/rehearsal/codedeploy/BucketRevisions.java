package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads AppSpecs from S3: the object itself, or a file in the root of an archive. Source:
 * CodeDeploy API reference, S3Location; CodeDeploy user guide, "Plan a revision".
 */
final class BucketRevisions {
  private static final List<String> NAMES = List.of("appspec.yaml", "appspec.yml", "appspec.json");

  private final Buckets buckets;

  BucketRevisions(Buckets buckets) {
    this.buckets = buckets;
  }

  SubmittedAppSpec read(JsonNode location) {
    String bucket = location.path("bucket").asText();
    String key = location.path("key").asText();
    if (bucket.isEmpty() || key.isEmpty()) {
      throw SubmittedAppSpec.invalid("revisionType S3 without bucket and key");
    }
    Buckets.Stored object;
    try {
      object = buckets.stored(bucket, key);
    } catch (AwsError e) {
      throw CodeDeployNames.error(
          "RevisionDoesNotExist", "S3 object %s/%s: %s".formatted(bucket, key, ErrorText.of(e)));
    }
    String wanted = location.path("eTag").asText().replace("\"", "");
    if (!wanted.isEmpty() && !wanted.equals(object.etag().replace("\"", ""))) {
      throw CodeDeployNames.error(
          "RevisionDoesNotExist",
          "S3 object %s/%s has not the ETag %s".formatted(bucket, key, wanted));
    }
    String type = location.path("bundleType").asText("YAML");
    ObjectNode place = Json.object().put("bucket", bucket).put("key", key).put("bundleType", type);
    place.put("eTag", object.etag().replace("\"", ""));
    return SubmittedAppSpec.read(text(type, object.content())).from(place);
  }

  private static String text(String type, byte[] content) {
    try {
      return switch (type) {
        case "YAML", "JSON" -> new String(content, StandardCharsets.UTF_8);
        case "zip" -> zip(content);
        case "tar" -> tar(new ByteArrayInputStream(content));
        case "tgz" -> tar(new GZIPInputStream(new ByteArrayInputStream(content)));
        default -> throw SubmittedAppSpec.invalid("bundleType " + type + " is unknown");
      };
    } catch (IOException e) {
      throw SubmittedAppSpec.invalid("the " + type + " cannot be read: " + e.getMessage());
    }
  }

  private static String zip(byte[] content) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (NAMES.contains(entry.getName())) {
          return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw missing();
  }

  private static String tar(InputStream content) throws IOException {
    try (ArchiveInputStream<? extends ArchiveEntry> tar = new TarArchiveInputStream(content)) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (NAMES.contains(entry.getName().replaceFirst("^\\./", ""))) {
          return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw missing();
  }

  private static AwsError missing() {
    return SubmittedAppSpec.invalid("the archive has no AppSpec file in its root");
  }
}
