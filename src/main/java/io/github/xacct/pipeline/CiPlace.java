package io.github.xacct.pipeline;

/**
 * Where a workflow finds what it needs.
 *
 * @param account of the development account
 * @param partition such as {@code aws}
 * @param region of the development account
 * @param folder of the project in the repository; empty if it is the root
 * @param wrapper whether the project has Maven's wrapper
 */
public record CiPlace(
    String account, String partition, String region, String folder, boolean wrapper) {}
