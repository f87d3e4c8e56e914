package io.github.xacct.aws.ecr;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.PushedImages;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** The development account's repository: that it exists, and how to log in to its registry. */
public final class EcrRepository implements PushedImages {

  /**
   * Where images are pushed, and the credentials for it.
   *
   * @param repositoryUri as ECR answers it
   * @param proxyEndpoint as ECR answers it, with scheme
   * @param user always AWS
   * @param password valid for twelve hours, a secret
   * @param immutableTags whether a tag, once given, stays
   */
  public record Login(
      String repositoryUri,
      URI proxyEndpoint,
      String user,
      String password,
      boolean immutableTags) {
    @Override
    public String toString() {
      return "Login[" + repositoryUri + "]";
    }
  }

  private final AwsSession session;
  private final EcrClient ecr;
  private final RegistrySettings settings;
  private final List<RoleArn> pullers;
  private final Reporter reporter;

  /**
   * The repository of these settings.
   *
   * @param pullers execution roles of other accounts that a repository we create lets pull
   */
  public EcrRepository(
      AwsSession session, RegistrySettings settings, List<RoleArn> pullers, Reporter reporter) {
    this.session = session;
    this.ecr = session.client(EcrClient.builder());
    this.settings = settings;
    this.pullers = pullers;
    this.reporter = reporter;
  }

  /**
   * Finds the repository, or creates it where that is wished, and logs in.
   *
   * @param mayChange waited for before it is created
   */
  public Login login(Runnable mayChange) {
    var found = find();
    if (found.isEmpty() && !settings.createRepository()) {
      throw missing();
    }
    return login(
        found.orElseGet(
            () -> {
              mayChange.run();
              return create();
            }));
  }

  /**
   * Logs in if the repository is there.
   *
   * @throws XacctException if it is not, and may not be created either
   */
  public Optional<Login> loginIfThere() {
    var found = find();
    if (found.isEmpty() && !settings.createRepository()) {
      throw missing();
    }
    return found.map(this::login);
  }

  @Override
  public Optional<Pushed> find(ImageReference image) {
    if (!image.repository().equals(settings.repository())) {
      return Optional.empty();
    }
    return details(image.digest())
        .map(detail -> new Pushed(detail.imagePushedAt(), List.copyOf(detail.imageTags())));
  }

  /** Whether the repository still has an image. */
  public boolean holds(Digest digest) {
    return details(digest).isPresent();
  }

  private Optional<ImageDetail> details(Digest digest) {
    return session.patiently(
        "Cannot look for " + digest + " in ECR repository " + settings.repository() + ".",
        () -> {
          try {
            return ecr
                .describeImagesPaginator(
                    r ->
                        r.registryId(settings.account().value())
                            .repositoryName(settings.repository())
                            .imageIds(
                                ImageIdentifier.builder().imageDigest(digest.value()).build()))
                .imageDetails()
                .stream()
                .findFirst();
          } catch (ImageNotFoundException | RepositoryNotFoundException e) {
            return Optional.<ImageDetail>empty();
          }
        });
  }

  /** What a repository that is not there yet will be called. */
  public String futureUri() {
    return settings.account()
        + ".dkr.ecr."
        + settings.region()
        + "."
        + settings.region().dnsSuffix()
        + "/"
        + settings.repository();
  }

  /** Another password for the same registry. */
  public String password() {
    return userAndPassword(authorization())[1];
  }

  private AuthorizationData authorization() {
    return session.patiently(
        "Cannot log in to ECR.",
        () ->
            AwsErrors.member(
                "ECR GetAuthorizationToken",
                "authorizationData",
                ecr.getAuthorizationToken(r -> {}).authorizationData().stream()
                    .findFirst()
                    .orElse(null)));
  }

  private static String[] userAndPassword(AuthorizationData authorization) {
    byte[] token = Base64.getDecoder().decode(authorization.authorizationToken());
    return new String(token, StandardCharsets.UTF_8).split(":", 2);
  }

  private Login login(Repository repository) {
    AuthorizationData authorization = authorization();
    String[] userAndPassword = userAndPassword(authorization);
    return new Login(
        repository.repositoryUri(),
        URI.create(authorization.proxyEndpoint()),
        userAndPassword[0],
        userAndPassword[1],
        repository.imageTagMutability() == ImageTagMutability.IMMUTABLE);
  }

  private Optional<Repository> find() {
    return session.patiently(
        "Cannot look at ECR repository " + settings.repository() + ".",
        () -> {
          try {
            // One that is not there is a refusal, never an empty list.
            return Optional.of(
                AwsErrors.member(
                    "ECR DescribeRepositories",
                    "repositories",
                    ecr
                        .describeRepositoriesPaginator(
                            r ->
                                r.registryId(settings.account().value())
                                    .repositoryNames(settings.repository()))
                        .repositories()
                        .stream()
                        .findFirst()
                        .orElse(null)));
          } catch (RepositoryNotFoundException e) {
            return Optional.<Repository>empty();
          }
        });
  }

  private Repository create() {
    var attempts = new AtomicInteger();
    var created =
        session.patiently(
            "Cannot create ECR repository " + settings.repository() + ".",
            () -> createOnce(attempts.incrementAndGet() == 1));
    if (created.ours()) {
      reporter.report(new Event.RepositoryCreated(created.repository().repositoryUri()));
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
   * A repository that was to be created.
   *
   * @param ours whether this run created it, who gives it its policy
   */
  private record Created(Repository repository, boolean ours) {}

  /**
   * One that is there is another run's at the first attempt; later it is that of an attempt whose
   * answer was lost.
   */
  private Created createOnce(boolean first) {
    try {
      return new Created(
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
                              .imageScanningConfiguration(c -> c.scanOnPush(settings.scanOnPush())))
                  .repository()),
          true);
    } catch (RepositoryAlreadyExistsException e) {
      return new Created(find().orElseThrow(() -> e), !first);
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
              ecr.setRepositoryPolicy(
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

  private XacctException missing() {
    return XacctException.yours(
            "There is no ECR repository "
                + settings.repository()
                + " in account "
                + settings.account()
                + ", region "
                + settings.region()
                + ".")
        .suggestion("create it, or let push-ecr do so: <registry><createRepository>true")
        .suggestion("or correct <registry><repository>.");
  }
}
