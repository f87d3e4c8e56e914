package io.github.xacct.model;

import java.util.Map;
import java.util.Optional;

/**
 * An environment to deploy to.
 *
 * @param name as in {@code -Denv=test}
 * @param account the target account
 * @param region of cluster and deployment group
 * @param role to assume there; absent if the caller's credentials are already those of the account
 * @param externalId required by the role's trust policy
 * @param sessionTags passed to AssumeRole
 * @param cluster ECS cluster
 * @param service ECS service with the CODE_DEPLOY controller
 * @param application CodeDeploy application
 * @param deploymentGroup CodeDeploy deployment group
 * @param deploymentConfiguration CodeDeploy deployment configuration; absent means the group's own
 * @param task the task definition
 * @param appSpec hooks and overrides
 * @param suspendAutoScaling whether the service's auto scaling is suspended during a deployment
 * @param variables that replace {@code ${...}} in a template file
 */
public record Environment(
    String name,
    AccountId account,
    Region region,
    Optional<RoleArn> role,
    Optional<String> externalId,
    Map<String, String> sessionTags,
    String cluster,
    String service,
    String application,
    String deploymentGroup,
    Optional<String> deploymentConfiguration,
    TaskSettings task,
    AppSpecSettings appSpec,
    boolean suspendAutoScaling,
    Map<String, String> variables) {

  /** Returns the environment with another role to assume. */
  public Environment enteredBy(RoleArn other) {
    return new Environment(
        name,
        account,
        region,
        Optional.of(other),
        externalId,
        sessionTags,
        cluster,
        service,
        application,
        deploymentGroup,
        deploymentConfiguration,
        task,
        appSpec,
        suspendAutoScaling,
        variables);
  }

  public Environment {
    AwsName.ENVIRONMENT.check(name);
    AwsName.CLUSTER.check(cluster);
    AwsName.SERVICE.check(service);
    AwsName.APPLICATION.check(application);
    AwsName.DEPLOYMENT_GROUP.check(deploymentGroup);
    deploymentConfiguration.ifPresent(AwsName.DEPLOYMENT_CONFIGURATION::check);
  }

  /** Returns the environment with another service and deployment group. */
  public Environment deployedAs(String otherService, String otherGroup) {
    return new Environment(
        name,
        account,
        region,
        role,
        externalId,
        sessionTags,
        cluster,
        otherService,
        application,
        otherGroup,
        deploymentConfiguration,
        task,
        appSpec,
        suspendAutoScaling,
        variables);
  }

  /** Returns the environment with other task settings. */
  public Environment withTask(TaskSettings other) {
    return new Environment(
        name,
        account,
        region,
        role,
        externalId,
        sessionTags,
        cluster,
        service,
        application,
        deploymentGroup,
        deploymentConfiguration,
        other,
        appSpec,
        suspendAutoScaling,
        variables);
  }
}
