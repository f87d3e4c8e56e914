package io.github.xacct.goal.configuration.xml;

/**
 * {@code <registry>}: the ECR repository in the development account to which images are pushed.
 * Only the account is required.
 */
public class RegistryXml {
  /** 12-digit account ID of the development account. Required. */
  public String account;

  /**
   * Region of the registry. Default: the AWS SDK's default region, such as from {@code AWS_REGION}.
   */
  public String region;

  /** Repository in that registry. Default: {@code <app>}. */
  public String repository;

  /** Whether {@code push-ecr} may create a missing repository. Default: true. */
  @Holds(ValueKind.FLAG)
  public String createRepository;

  /** Whether a repository that the plugin creates has immutable tags. Default: true. */
  @Holds(ValueKind.FLAG)
  public String immutableTags;

  /** Whether a repository that the plugin creates scans images on push. Default: true. */
  @Holds(ValueKind.FLAG)
  public String scanOnPush;
}
