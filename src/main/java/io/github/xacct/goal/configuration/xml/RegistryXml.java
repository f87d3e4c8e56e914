package io.github.xacct.goal.configuration.xml;

/**
 * {@code <registry>}: the development account's ECR, where images are pushed. Only the account is
 * needed.
 */
public class RegistryXml {
  /** 12-digit account ID of the development account. Required. */
  public String account;

  /** Region of the registry. Default: what the AWS SDK finds, such as {@code AWS_REGION}. */
  public String region;

  /** Repository in that registry. Default: {@code <app>}. */
  public String repository;

  /** Whether {@code push-ecr} may create a missing repository. Default: true. */
  @Holds(ValueKind.FLAG)
  public String createRepository;

  /**
   * Whether a repository that the plugin creates keeps its tags from being moved. Default: true.
   */
  @Holds(ValueKind.FLAG)
  public String immutableTags;

  /** Whether a repository that the plugin creates scans what is pushed. Default: true. */
  @Holds(ValueKind.FLAG)
  public String scanOnPush;
}
