package io.github.xacct.pipeline;

/**
 * The account and the folder for which a workflow file is generated.
 *
 * @param account ID of the development account
 * @param partition such as {@code aws}
 * @param region of the development account
 * @param folder of the project in its repository; empty if it is the root
 * @param wrapper whether the project contains the Maven Wrapper
 */
public record CiPlace(
    String account, String partition, String region, String folder, boolean wrapper) {}
