package io.github.xacct.rehearsal.s3;

import java.util.Map;

/**
 * An object of a bucket, without its content.
 *
 * @param etag in quotes, as S3 returns it
 * @param version version ID if the bucket is versioned, else empty; only the latest version is kept
 * @param modified in milliseconds since 1970
 * @param metadata by name, without {@code x-amz-meta-}
 */
record StoredObject(
    String key,
    long size,
    String etag,
    String contentType,
    String version,
    long modified,
    Map<String, String> metadata) {}
