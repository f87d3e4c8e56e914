package io.github.xacct.aws.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AllPages;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.JsonCalls;
import io.github.xacct.deploy.port.PushedImages;
import io.github.xacct.event.Reporter;
import io.github.xacct.json.Json;
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
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Finds or creates the development account's repository and logs in to its registry. */
public final class EcrRepository implements PushedImages {
  private static final String DESCRIBE = "DescribeRepositories";
  private static final String LOG_IN = "GetAuthorizationToken";

  /** The operations that are called without the SDK's client. */
  public static final List<String> ASKED = List.of(DESCRIBE, LOG_IN);

  /**
   * The repository that images are pushed to, and the credentials for it.
   *
   * @param repositoryUri as ECR returns it
   * @param proxyEndpoint as ECR returns it, with scheme
   * @param user always AWS
   * @param password valid for twelve hours, a secret
   * @param immutableTags whether the repository's tags are immutable
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
  private final JsonCalls calls;
  private final RegistrySettings settings;
  private final RepositoryCreation creation;

  /**
   * Creates access to the repository of these settings.
   *
   * @param pullers execution roles of other accounts that may pull from a repository that this
   *     plugin creates
   */
  public EcrRepository(
      AwsSession session, RegistrySettings settings, List<RoleArn> pullers, Reporter reporter) {
    this.session = session;
    this.calls =
        session.json(
            "ECR",
            "AmazonEC2ContainerRegistry_V20150921",
            "ecr",
            () -> EcrEndpoint.in(session.region()));
    this.settings = settings;
    this.creation = new RepositoryCreation(session, settings, pullers, reporter);
  }

  /**
   * Finds the repository, or creates it if configured, and logs in.
   *
   * @param mayChange runs before the repository is created; blocks until that is allowed
   */
  public Login login(Runnable mayChange) {
    return loginIfThere().orElseGet(() -> create(mayChange));
  }

  /**
   * Creates the missing repository and logs in.
   *
   * @param mayChange runs before the repository is created; blocks until that is allowed
   */
  public Login create(Runnable mayChange) {
    mayChange.run();
    return login(creation.create(this::find));
  }

  /**
   * Logs in if the repository exists; empty if it does not.
   *
   * @throws XacctException if it does not exist and is not configured to be created
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

  /** Whether the repository contains an image. */
  public boolean holds(Digest digest) {
    return details(digest).isPresent();
  }

  private Optional<ImageDetail> details(Digest digest) {
    return session.patiently(
        "Cannot look for " + digest + " in ECR repository " + settings.repository() + ".",
        () -> {
          try {
            return session
                .client(EcrClient.builder())
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

  /** Returns the URI that the repository has once it is created. */
  public String futureUri() {
    return "%s.dkr.ecr.%s.%s/%s"
        .formatted(
            settings.account(),
            settings.region(),
            settings.region().dnsSuffix(),
            settings.repository());
  }

  /** Returns a new password for the registry. */
  public String password() {
    return userAndPassword(authorization())[1];
  }

  private JsonNode authorization() {
    return session.patiently(
        "Cannot log in to ECR.",
        () ->
            first(
                "ECR GetAuthorizationToken",
                "authorizationData",
                calls.ask(LOG_IN, Json.object())));
  }

  private static String[] userAndPassword(JsonNode authorization) {
    byte[] token = Base64.getDecoder().decode(authorization.path("authorizationToken").asText());
    return new String(token, StandardCharsets.UTF_8).split(":", 2);
  }

  private Login login(FoundRepository repository) {
    JsonNode authorization = authorization();
    String[] userAndPassword = userAndPassword(authorization);
    return new Login(
        repository.uri(),
        URI.create(authorization.path("proxyEndpoint").asText()),
        userAndPassword[0],
        userAndPassword[1],
        repository.immutableTags());
  }

  private Optional<FoundRepository> find() {
    return session.patiently(
        "Cannot read ECR repository " + settings.repository() + ".",
        () -> {
          try {
            // ECR answers a missing repository with an error, never with an empty list.
            return Optional.of(
                FoundRepository.of(
                    first("ECR DescribeRepositories", "repositories", repositories())));
          } catch (AwsServiceException e) {
            if (AwsErrors.code(e).equals("RepositoryNotFoundException")) {
              return Optional.<FoundRepository>empty();
            }
            throw e;
          }
        });
  }

  private ObjectNode repositories() {
    var input = Json.object().put("registryId", settings.account().value());
    input.putArray("repositoryNames").add(settings.repository());
    return AllPages.of(input, page -> calls.ask(DESCRIBE, page));
  }

  private static JsonNode first(String call, String list, ObjectNode answer) {
    return AwsErrors.member(call, list, answer.path(list).get(0));
  }

  private XacctException missing() {
    return XacctException.yours(
            "There is no ECR repository %s in account %s, region %s."
                .formatted(settings.repository(), settings.account(), settings.region()))
        .suggestion("create it, or let push-ecr do so: <registry><createRepository>true")
        .suggestion("or correct <registry><repository>.");
  }
}
