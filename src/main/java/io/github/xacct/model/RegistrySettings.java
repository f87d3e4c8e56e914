package io.github.xacct.model;

/**
 * The ECR repository in the development account to which images are pushed.
 *
 * @param account the development account
 * @param region of the registry
 * @param repository name of the repository
 * @param createRepository whether {@code push-ecr} may create it
 * @param immutableTags whether a repository that {@code push-ecr} creates has immutable tags
 * @param scanOnPush whether a repository that {@code push-ecr} creates scans images on push
 */
public record RegistrySettings(
    AccountId account,
    Region region,
    String repository,
    boolean createRepository,
    boolean immutableTags,
    boolean scanOnPush) {

  public RegistrySettings {
    AwsName.REPOSITORY.check(repository);
  }
}
