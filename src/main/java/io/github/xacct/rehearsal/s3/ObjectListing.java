package io.github.xacct.rehearsal.s3;

import static io.github.xacct.rehearsal.s3.S3Documents.element;

import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.HttpCall;
import io.github.xacct.rehearsal.wire.RawResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes one page of a bucket's objects for ListObjects and ListObjectsV2. */
final class ObjectListing {
  private static final int MOST = 1000;

  private final String bucket;
  private final List<StoredObject> all;
  private final HttpCall http;

  ObjectListing(String bucket, List<StoredObject> all, HttpCall http) {
    this.bucket = bucket;
    this.all = all;
    this.http = http;
  }

  RawResponse answer() {
    boolean second = http.parameter("list-type").equals("2");
    String prefix = http.parameter("prefix");
    String delimiter = http.parameter("delimiter");
    String after = http.parameter(second ? "continuation-token" : "marker");
    String start = after.isEmpty() ? http.parameter("start-after") : after;
    Set<String> groups = new TreeSet<>();
    StringBuilder contents = new StringBuilder();
    int count = 0;
    String last = "";
    boolean more = false;
    for (StoredObject object : all) {
      String key = object.key();
      if (!key.startsWith(prefix) || key.compareTo(start) <= 0) {
        continue;
      }
      int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (cut >= 0 && groups.contains(key.substring(0, cut + delimiter.length()))) {
        last = key;
        continue;
      }
      if (count == most()) {
        more = true;
        break;
      }
      if (cut >= 0) {
        groups.add(key.substring(0, cut + delimiter.length()));
      } else {
        contents.append(contents(object));
      }
      last = key;
      count++;
    }
    StringBuilder content = new StringBuilder();
    content.append(element("Name", bucket)).append(element("Prefix", prefix));
    content.append(element("MaxKeys", String.valueOf(most())));
    content.append(element("IsTruncated", String.valueOf(more)));
    if (second) {
      content.append(element("KeyCount", String.valueOf(count)));
    }
    if (more) {
      content.append(element(second ? "NextContinuationToken" : "NextMarker", last));
    }
    content.append(contents);
    groups.forEach(
        g ->
            content
                .append("<CommonPrefixes>")
                .append(element("Prefix", g))
                .append("</CommonPrefixes>"));
    return RawResponse.xml(S3Documents.document("ListBucketResult", content.toString()));
  }

  private int most() {
    String text = http.parameter("max-keys");
    if (!text.isEmpty() && !text.matches("\\d{1,9}")) {
      throw AwsError.badRequest(
          "InvalidArgument", "Provided max-keys not an integer or within integer range");
    }
    return text.isEmpty() ? MOST : Math.min(MOST, Integer.parseInt(text));
  }

  private static String contents(StoredObject object) {
    return "<Contents>%s%s%s%s%s</Contents>"
        .formatted(
            element("Key", object.key()),
            element("LastModified", Instant.ofEpochMilli(object.modified()).toString()),
            element("ETag", object.etag()),
            element("Size", String.valueOf(object.size())),
            element("StorageClass", "STANDARD"));
  }
}
