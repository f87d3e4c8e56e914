package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.FunctionRun;
import io.github.xacct.rehearsal.task.Logs;
import io.github.xacct.rehearsal.wire.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Lambda functions that run on this machine, each with only the credentials of its role.
 * Sources: CodeDeploy user guide, "AppSpec 'hooks' section for an Amazon ECS deployment"; Lambda
 * developer guide, "Defined runtime environment variables".
 */
public final class HookFunctions implements AutoCloseable {

  /** What functions need of their rehearsal. */
  public interface Host {
    URI endpoint();

    /** Returns access keys of a session of a role. */
    Keys keys(RoleArn role, String sessionName);
  }

  private static final String NO_FILE =
      File.separatorChar == '/' ? "/dev/null" : "NUL"; // hides the machine's own profiles

  private final Map<AccountRegion, Map<String, RehearsedFunction>> functions = new HashMap<>();
  private final Set<FunctionRun> running = ConcurrentHashMap.newKeySet();
  private final ResourceStore store;
  private final Logs logs;
  private final Path folder;
  private final Path agent;
  private final Host host;

  /**
   * Creates the functions of a plan.
   *
   * @param folder for the files of invocations
   * @param agent agent jar for the functions' JVMs
   */
  public HookFunctions(
      RehearsalPlan plan, ResourceStore store, Logs logs, Path folder, Path agent, Host host) {
    plan.services()
        .forEach(
            service ->
                service
                    .functions()
                    .forEach(
                        function ->
                            functions
                                .computeIfAbsent(AccountRegion.of(service), p -> new HashMap<>())
                                .put(function.name(), function)));
    this.store = store;
    this.logs = logs;
    this.folder = folder;
    this.agent = agent;
    this.host = host;
  }

  /** Returns the local function for a name or an ARN; empty if none runs on this machine. */
  public Optional<RehearsedFunction> find(AccountRegion place, String nameOrArn) {
    return Optional.ofNullable(functions.getOrDefault(place, Map.of()).get(Lambda.name(nameOrArn)));
  }

  /**
   * Invokes a function of {@link #find} whose resource exists.
   *
   * @param onEnd called on another thread after its end
   * @throws IOException if it cannot be started
   */
  public FunctionRun invoke(
      AccountRegion place, RehearsedFunction function, ObjectNode event, Runnable onEnd)
      throws IOException {
    ObjectNode resource = Lambda.find(store, place, function.name()).orElseThrow().properties();
    RoleArn role =
        RoleArn.parse(resource.path("Role").asText(), place.region().partition(), place.account());
    String arn = place.arn("lambda", "function:" + function.name());
    if (!new Iam(store).trusts(role.toString(), "lambda.amazonaws.com", arn)) {
      throw new IOException(
          "The role defined for the function cannot be assumed by Lambda: " + role);
    }
    String request = UUID.randomUUID().toString();
    String stream =
        DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC).format(Instant.now())
            + "/[$LATEST]"
            + request.replace("-", "");
    Path home = Files.createDirectories(folder.resolve(request)).toAbsolutePath();
    Map<String, String> environment = machine(home);
    environment.putAll(ofLambda(place, function, resource, stream));
    environment.put("_X_REHEARSAL_REQUEST_ID", request);
    environment.put("_X_REHEARSAL_FUNCTION_ARN", arn);
    environment.putAll(credentials(role, function.name()));
    Duration timeout =
        function.timeout().orElseGet(() -> Duration.ofSeconds(resource.path("Timeout").asInt(3)));
    FunctionRun run =
        FunctionRun.start(
            new FunctionRun.Order(function, timeout, Json.write(event), environment, home),
            agent,
            logs.open(place, logGroup(function), stream),
            onEnd);
    running.add(run);
    return run;
  }

  private static String logGroup(RehearsedFunction function) {
    return "/aws/lambda/" + function.name();
  }

  private static Map<String, String> machine(Path home) {
    Map<String, String> variables = new LinkedHashMap<>();
    String java = System.getProperty("java.home");
    variables.put("JAVA_HOME", java);
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("PATH", Path.of(java, "bin") + File.pathSeparator + path);
    variables.put("HOME", home.toString());
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    return variables;
  }

  private static Map<String, String> ofLambda(
      AccountRegion place, RehearsedFunction function, ObjectNode resource, String stream) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> variable :
        resource.at("/Environment/Variables").properties()) {
      variables.put(variable.getKey(), variable.getValue().asText());
    }
    variables.putAll(function.environment());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", resource.path("MemorySize").asText("128"));
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", logGroup(function));
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("LAMBDA_TASK_ROOT", function.folder().toAbsolutePath().toString());
    if (function.code() instanceof RehearsedFunction.Handler handler) {
      variables.put("_HANDLER", handler.name());
    }
    variables.put("AWS_REGION", place.region().id());
    variables.put("AWS_DEFAULT_REGION", place.region().id());
    return variables;
  }

  private Map<String, String> credentials(RoleArn role, String session) {
    Keys keys = host.keys(role, session);
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL", host.endpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    variables.put("AWS_SESSION_TOKEN", keys.sessionToken().orElseThrow());
    variables.put("AWS_CONFIG_FILE", NO_FILE);
    variables.put("AWS_SHARED_CREDENTIALS_FILE", NO_FILE);
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    return variables;
  }

  /** Stops all running functions. */
  @Override
  public void close() {
    running.forEach(FunctionRun::stop);
  }
}
