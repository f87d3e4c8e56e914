package io.github.xacct.rehearsal.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.HttpCall;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.RawResponse;
import io.github.xacct.rehearsal.wire.RawService;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The API of S3, as far as templates, assets and revisions need it: objects of buckets that stacks
 * created, with path-style URLs. Multipart uploads, ranges, copies, encryption keys and checksums
 * are not simulated. Source: Amazon S3 API reference, version 2006-03-01.
 */
public final class S3 implements RawService {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String META = "x-amz-meta-";

  private final Buckets buckets;
  private final Clock clock;

  public S3(Buckets buckets, Clock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  @Override
  public String signingName() {
    return "s3";
  }

  @Override
  public Route route(HttpCall http) {
    String[] parts = http.path().replaceFirst("^/", "").split("/", 2);
    String bucket = decoded(parts[0]);
    String key = parts.length > 1 ? decoded(parts[1]) : "";
    ObjectNode input = Json.object().put("Bucket", bucket).put("Key", key);
    return new Route(S3Operations.of(http, bucket, key), input);
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public RawResponse answer(Call call, HttpCall http) {
    String bucket = call.text("Bucket");
    if (call.operation().equals("ListBuckets")) {
      return S3Documents.buckets(buckets.of(call.caller().account().value()), call.caller());
    }
    Resource found = buckets.demand(bucket);
    String region = found.place().region().id();
    if (!region.equals(call.region())) {
      throw AwsError.badRequest(
          "AuthorizationHeaderMalformed",
          "The authorization header is malformed; the region '%s' is wrong; expecting '%s'"
              .formatted(call.region(), region));
    }
    String key = call.text("Key");
    return switch (call.operation()) {
      case "HeadBucket" -> plain(200, Map.of("x-amz-bucket-region", region));
      case "GetBucketLocation" -> S3Documents.location(region);
      case "GetBucketEncryption" -> S3Documents.encryption(found.properties());
      case "GetBucketVersioning" -> S3Documents.versioning(found.properties());
      case "GetPublicAccessBlock" -> S3Documents.publicAccess(found.properties());
      case "ListObjects", "ListObjectsV2" ->
          new ObjectListing(bucket, buckets.objects(bucket), http).answer();
      case "PutObject" -> put(found, key, http);
      case "GetObject", "HeadObject" -> get(bucket, key, http);
      case "DeleteObject" -> delete(bucket, key);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private static RawResponse plain(int status, Map<String, String> headers) {
    return new RawResponse(status, headers, new byte[0]);
  }

  private RawResponse put(Resource bucket, String key, HttpCall http) {
    byte[] content = http.content();
    boolean versioned = S3Documents.versioned(bucket.properties());
    StoredObject object =
        new StoredObject(
            key,
            content.length,
            '"' + Buckets.hash("MD5", content) + '"',
            http.header("Content-Type").isEmpty()
                ? "binary/octet-stream"
                : http.header("Content-Type"),
            versioned ? UUID.randomUUID().toString().replace("-", "") : "",
            clock.millis(),
            http.headersBehind(META));
    buckets.put(bucket.id(), object, content);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", object.etag());
    if (versioned) {
      headers.put("x-amz-version-id", object.version());
    }
    return plain(200, headers);
  }

  private RawResponse get(String bucket, String key, HttpCall http) {
    StoredObject object = buckets.object(bucket, key);
    String version = http.parameter("versionId");
    if (!version.isEmpty() && !version.equals(object.version())) {
      throw new AwsError(404, "NoSuchVersion", "The specified version does not exist.");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", object.etag());
    headers.put("Content-Type", object.contentType());
    headers.put(
        "Last-Modified", HTTP_DATE.format(java.time.Instant.ofEpochMilli(object.modified())));
    headers.put("Accept-Ranges", "bytes");
    if (!object.version().isEmpty()) {
      headers.put("x-amz-version-id", object.version());
    }
    object.metadata().forEach((name, value) -> headers.put(META + name, value));
    return new RawResponse(200, headers, buckets.content(bucket, object));
  }

  /** Deletes an object; succeeds if it does not exist. */
  private RawResponse delete(String bucket, String key) {
    buckets.delete(bucket, key);
    return plain(204, Map.of());
  }
}
