package io.github.xacct.rehearsal.s3;

import io.github.xacct.rehearsal.wire.HttpCall;
import java.util.List;

/**
 * Determines the operation of a request by method, path and query. Any other request is named by
 * its method and subresource, and answered with 501. Source: Amazon S3 API reference, the syntax of
 * each request.
 */
final class S3Operations {
  /** Query parameters that select another operation. */
  private static final List<String> SUBRESOURCES =
      List.of(
          "location",
          "encryption",
          "versioning",
          "publicAccessBlock",
          "policy",
          "policyStatus",
          "acl",
          "tagging",
          "lifecycle",
          "cors",
          "website",
          "logging",
          "notification",
          "replication",
          "requestPayment",
          "ownershipControls",
          "object-lock",
          "accelerate",
          "uploads",
          "uploadId",
          "versions",
          "delete",
          "select",
          "restore",
          "attributes",
          "retention",
          "legal-hold",
          "torrent",
          "intelligent-tiering",
          "analytics",
          "metrics",
          "inventory");

  /** Headers that change the meaning of a request and are not simulated. */
  private static final List<String> NOT_REHEARSED = List.of("x-amz-copy-source", "Range");

  private S3Operations() {}

  static String of(HttpCall http, String bucket, String key) {
    List<String> asked = SUBRESOURCES.stream().filter(http::hasParameter).toList();
    String plain =
        http.method() + " " + (bucket.isEmpty() ? "/" : key.isEmpty() ? "bucket" : "key");
    String header =
        NOT_REHEARSED.stream().filter(name -> !http.header(name).isEmpty()).findFirst().orElse("");
    if (!header.isEmpty()) {
      return plain + " with " + header;
    }
    if (!asked.isEmpty()) {
      return bucketRead(plain, asked.get(0));
    }
    return switch (plain) {
      case "GET /" -> "ListBuckets";
      case "HEAD bucket" -> "HeadBucket";
      case "GET bucket" ->
          http.parameter("list-type").equals("2") ? "ListObjectsV2" : "ListObjects";
      case "PUT key" -> "PutObject";
      case "GET key" -> "GetObject";
      case "HEAD key" -> "HeadObject";
      case "DELETE key" -> "DeleteObject";
      default -> plain;
    };
  }

  private static String bucketRead(String plain, String asked) {
    return switch (plain + "?" + asked) {
      case "GET bucket?location" -> "GetBucketLocation";
      case "GET bucket?encryption" -> "GetBucketEncryption";
      case "GET bucket?versioning" -> "GetBucketVersioning";
      case "GET bucket?publicAccessBlock" -> "GetPublicAccessBlock";
      default -> plain + "?" + asked;
    };
  }
}
