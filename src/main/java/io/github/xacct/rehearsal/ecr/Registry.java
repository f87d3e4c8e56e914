package io.github.xacct.rehearsal.ecr;

import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry of one account in one region, over HTTP on its own port, because ECR identifies the
 * account by the host. Source: OCI distribution specification; deviations of ECR are noted in the
 * code.
 */
public final class Registry implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile(
          "/v2/(?<name>.+?)/(?:blobs/uploads/(?<upload>[^/]*)"
              + "|(?<kind>blobs|manifests|referrers)/(?<reference>[^/]+)|tags/list)");

  private static final String LINKS = "/presigned/";

  /** The API actions whose permission a request requires, by method and kind of path. */
  private static final Map<String, String> ACTIONS =
      Map.of(
          "GET tags", "ListImages",
          "GET manifests", "BatchGetImage",
          "HEAD manifests", "BatchGetImage",
          "GET referrers", "BatchGetImage",
          "PUT manifests", "PutImage",
          "HEAD blobs", "BatchCheckLayerAvailability",
          "GET blobs", "GetDownloadUrlForLayer",
          "POST uploads", "InitiateLayerUpload",
          "PATCH uploads", "UploadLayerPart",
          "PUT uploads", "CompleteLayerUpload");

  /** The blob of a presigned URL. */
  private record Link(String repository, String digest) {}

  private final Map<String, Link> links = new ConcurrentHashMap<>();
  private final Repositories repositories;
  private final EcrTokens tokens;
  private final Authority authority;
  private final Consumer<String> log;
  private final BlobEndpoint blobs = new BlobEndpoint();
  private final ManifestEndpoint manifests;
  private final LoopbackServer server;

  /**
   * Starts the registry on a port.
   *
   * @param port 0 for any free port
   * @throws IOException if the port is taken
   */
  Registry(
      int port,
      Repositories repositories,
      EcrTokens tokens,
      Authority authority,
      Clock clock,
      Consumer<String> log)
      throws IOException {
    this.repositories = repositories;
    this.tokens = tokens;
    this.authority = authority;
    this.log = log;
    this.manifests = new ManifestEndpoint(clock);
    this.server = new LoopbackServer("registry", port, this::handle);
  }

  public Repositories repositories() {
    return repositories;
  }

  /** Returns {@code 127.0.0.1:PORT}, the part of an image name before the repository. */
  public String host() {
    return "127.0.0.1:" + port();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
      try {
        route(exchange);
      } catch (RegistryError e) {
        RegistryAnswer.error(exchange, e);
      } catch (RuntimeException e) {
        log.accept("The embedded registry failed: " + e);
        RegistryAnswer.error(exchange, new RegistryError(500, "UNKNOWN", e.toString()));
      }
    }
  }

  /** Returns a URL of a blob that requires no password, like a presigned URL of S3. */
  String link(String repository, String digest) {
    String token = UUID.randomUUID().toString();
    links.put(token, new Link(repository, digest));
    return "http://" + host() + LINKS + token;
  }

  private void follow(HttpExchange exchange, String token) throws IOException {
    Link link =
        Optional.ofNullable(links.get(token))
            .orElseThrow(() -> new RegistryError(403, "DENIED", "Request has expired"));
    Repository repository = repositories.find(link.repository()).orElseThrow();
    blobs.get(exchange, repository, link.digest());
  }

  private void route(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestURI().getPath();
    if (asked.startsWith(LINKS)) {
      follow(exchange, asked.substring(LINKS.length()));
      return;
    }
    String authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    Optional<Caller> caller = tokens.callerOf(authorization, repositories.region());
    if (caller.isEmpty()) {
      notAuthorized(exchange);
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/v2/") || path.equals("/v2")) {
      RegistryAnswer.json(exchange, 200, "{}");
      return;
    }
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw notRehearsed(exchange);
    }
    answer(exchange, parts, caller.get());
  }

  private void answer(HttpExchange exchange, Matcher path, Caller caller) throws IOException {
    String name = path.group("name");
    String action = action(exchange, path);
    Repository repository =
        repositories
            .find(name)
            .orElseThrow(() -> new RegistryError(404, "NAME_UNKNOWN", repositories.notFound(name)));
    require(caller, action, name);
    if (action.equals("ecr:CompleteLayerUpload") && hasBody(exchange)) {
      require(caller, "ecr:UploadLayerPart", name);
    }
    switch (action) {
      case "ecr:BatchGetImage" -> {
        if ("referrers".equals(path.group("kind"))) {
          Listings.referrers(exchange, repository, path.group("reference"));
        } else {
          manifests.get(exchange, repository, path.group("reference"));
        }
      }
      case "ecr:PutImage" -> manifests.put(exchange, repository, path.group("reference"));
      case "ecr:ListImages" -> Listings.tags(exchange, repository);
      case "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer" ->
          blobs.get(exchange, repository, path.group("reference"));
      case "ecr:InitiateLayerUpload" -> blobs.start(exchange, repository);
      case "ecr:UploadLayerPart" -> blobs.append(exchange, repository, path.group("upload"));
      default -> blobs.finish(exchange, repository, path.group("upload"));
    }
  }

  private void require(Caller caller, String action, String name) {
    var access = new Access(caller.principalArn(), action, repositories.arn(name), Map.of());
    authority
        .denial(caller, access, Optional.of(repositories.policyOf(name)))
        .ifPresent(
            why -> {
              throw new RegistryError(403, "DENIED", why);
            });
  }

  /** Returns whether a PUT contains the whole blob. */
  private static boolean hasBody(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
        || (length != null && !length.equals("0"));
  }

  /**
   * Returns the API action whose permission a request requires. Source: ECR user guide, IAM for
   * ECR.
   */
  private static String action(HttpExchange exchange, Matcher path) {
    String kind =
        path.group("kind") != null
            ? path.group("kind")
            : path.group("upload") != null ? "uploads" : "tags";
    String action = ACTIONS.get(exchange.getRequestMethod() + " " + kind);
    if (action == null) {
      throw notRehearsed(exchange);
    }
    return "ecr:" + action;
  }

  private void notAuthorized(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set(
            "Www-Authenticate",
            "Basic realm=\"http://" + host() + "/\",service=\"ecr.amazonaws.com\"");
    RegistryAnswer.send(exchange, 401, "text/plain; charset=utf-8", bytes("Not Authorized\n"));
  }

  private static RegistryError notRehearsed(HttpExchange exchange) {
    return new RegistryError(
        501,
        "UNSUPPORTED",
        "The embedded registry does not rehearse "
            + exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getPath());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
