package io.github.xacct.rehearsal.s3;

import java.util.Map;

/**
 * One object of a bucket, without its content.
 *
 * @param etag in quotes, as S3 writes it
 * @param version of a bucket with versioning, else empty; only the latest is kept
 * @param modified in milliseconds since 1970
 * @param metadata by the name behind {@code x-amz-meta-}
 */
record StoredObject(
    String key,
    long size,
    String etag,
    String contentType,
    String version,
    long modified,
    Map<String, String> metadata) {}
