package io.github.xacct.goal;

/**
 * {@code <registry>}: the development account's ECR, where images are pushed. Only the account is
 * needed.
 */
public class RegistryXml {
  /** Twelve digits of the development account. Required. */
  String account;

  /** Region of the registry. Default: what the AWS SDK finds, such as {@code AWS_REGION}. */
  String region;

  /** Repository in that registry. Default: {@code <app>}. */
  String repository;

  /** Whether {@code push-ecr} may create a missing repository. Default: true. */
  @Holds(ValueKind.FLAG)
  String createRepository;

  /**
   * Whether a repository that the plugin creates keeps its tags from being moved. Default: true.
   */
  @Holds(ValueKind.FLAG)
  String immutableTags;

  /** Whether a repository that the plugin creates scans what is pushed. Default: true. */
  @Holds(ValueKind.FLAG)
  String scanOnPush;
}
