package io.github.xacct.model;

/**
 * Where images go: one repository in the development account's ECR.
 *
 * @param account the development (tools) account
 * @param region of the registry
 * @param repository name in that registry
 * @param createRepository whether {@code push-ecr} may create it
 * @param immutableTags whether a repository that we create has immutable tags
 * @param scanOnPush whether a repository that we create scans on push
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
