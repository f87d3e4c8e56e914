package io.github.xacct.aws.ecr;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;

/**
 * Creates the repository of the settings, with the policy that lets the execution roles of other
 * accounts pull from it. A repository that another run creates meanwhile is used unchanged.
 */
final class RepositoryCreation {
  private final AwsSession session;
  private final RegistrySettings settings;
  private final List<RoleArn> pullers;
  private final Reporter reporter;

  RepositoryCreation(
      AwsSession session, RegistrySettings settings, List<RoleArn> pullers, Reporter reporter) {
    this.session = session;
    this.settings = settings;
    this.pullers = pullers;
    this.reporter = reporter;
  }

  /**
   * Creates the repository and sets its policy.
   *
   * @param lookup reads the repository if ECR answers that it already exists
   */
  FoundRepository create(Supplier<Optional<FoundRepository>> lookup) {
    var attempts = new AtomicInteger();
    var created =
        session.patiently(
            "Cannot create ECR repository " + settings.repository() + ".",
            () -> createOnce(lookup, attempts.incrementAndGet() == 1));
    if (created.ours()) {
      reporter.report(new Event.RepositoryCreated(created.repository().uri()));
      letThemPull();
    } else {
      reporter.report(
          new Event.Note(
              "Another run has created ECR repository "
                  + settings.repository()
                  + "; its policy stays as it is."));
    }
    return created.repository();
  }

  /**
   * The repository after the attempt to create it.
   *
   * @param ours whether this run created it, which then sets its policy
   */
  private record Created(FoundRepository repository, boolean ours) {}

  /**
   * If it already exists at the first attempt, another run created it; at a later one, an earlier
   * attempt of this run whose response was lost did.
   */
  private Created createOnce(Supplier<Optional<FoundRepository>> lookup, boolean first) {
    try {
      return new Created(
          FoundRepository.of(
              AwsErrors.member(
                  "ECR CreateRepository",
                  "repository",
                  session
                      .clientWithoutRetries(EcrClient.builder())
                      .createRepository(
                          r ->
                              r.registryId(settings.account().value())
                                  .repositoryName(settings.repository())
                                  .imageTagMutability(
                                      settings.immutableTags()
                                          ? ImageTagMutability.IMMUTABLE
                                          : ImageTagMutability.MUTABLE)
                                  .imageScanningConfiguration(
                                      c -> c.scanOnPush(settings.scanOnPush())))
                      .repository())),
          true);
    } catch (RepositoryAlreadyExistsException e) {
      return new Created(lookup.get().orElseThrow(() -> e), !first);
    }
  }

  private void letThemPull() {
    if (pullers.isEmpty()) {
      return;
    }
    try {
      session.patiently(
          "Created ECR repository " + settings.repository() + ", but cannot set its policy.",
          () ->
              session
                  .client(EcrClient.builder())
                  .setRepositoryPolicy(
                      r ->
                          r.registryId(settings.account().value())
                              .repositoryName(settings.repository())
                              .policyText(PullPolicy.of(pullers))));
    } catch (XacctException e) {
      throw e.suggestion("the repository is empty; delete it, so that the next run creates it with")
          .suggestion(
              "its policy: aws ecr delete-repository --repository-name "
                  + settings.repository()
                  + " --region "
                  + settings.region());
    }
    reporter.report(new Event.Note("Repository policy grants pull to: " + words(pullers)));
  }

  private static String words(List<RoleArn> roles) {
    return roles.stream().map(RoleArn::toString).collect(Collectors.joining(", "));
  }
}
