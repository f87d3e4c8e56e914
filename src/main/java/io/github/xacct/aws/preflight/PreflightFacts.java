package io.github.xacct.aws.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.aws.AssumedRole;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.elb.TestFunction;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.json.Json;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.Answer;
import io.github.xacct.preflight.Answer.Kind;
import io.github.xacct.preflight.Facts;
import io.github.xacct.preflight.Question;
import io.github.xacct.preflight.Question.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads the facts of preflight from the two accounts, each once. */
public final class PreflightFacts implements Facts, AutoCloseable {
  private static final int AHEAD = 4;
  private static final Duration HTTP_PATIENCE = Duration.ofSeconds(10);

  private static final String MISSING = ".*NotFound.*|.*DoesNotExist.*|NoSuchEntity.*";
  private static final String DENIED = "AccessDenied.*|Unauthorized.*|AuthorizationError.*";

  private final AwsAccess access;
  private final Environment environment;
  private final Region registryRegion;
  private final String sessionName;
  private final Clock clock;
  private final TestClient direct;
  private final Map<Question, FutureTask<Answer>> asked = new ConcurrentHashMap<>();
  private final Map<Side, PreflightCalls> calls = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ExecutorService ahead =
      Executors.newFixedThreadPool(
          AHEAD,
          work -> {
            var thread = new Thread(work, "xacct-preflight-ahead");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param registryRegion the region of the builder's calls
   * @param sessionName appears in the target account's CloudTrail
   */
  public PreflightFacts(
      AwsAccess access,
      Region registryRegion,
      Environment environment,
      String sessionName,
      Clock clock) {
    this(access, registryRegion, environment, sessionName, clock, TestClient.direct());
  }

  /** Creates the facts with another client for HTTP requests from this machine. */
  public PreflightFacts(
      AwsAccess access,
      Region registryRegion,
      Environment environment,
      String sessionName,
      Clock clock,
      TestClient direct) {
    this.direct = direct;
    this.access = access;
    this.registryRegion = registryRegion;
    this.environment = environment;
    this.sessionName = sessionName;
    this.clock = clock;
  }

  /** The number of requests so far. */
  public int count() {
    return count.get();
  }

  /**
   * Runs the question on the caller's thread unless it is already running; waits for no free
   * thread.
   */
  @Override
  public Answer ask(Question question) {
    var task = task(question);
    task.run();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.without(Kind.NOT_ASKED, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(question.action(), e.getCause());
    }
  }

  @Override
  public void ahead(Question question) {
    ahead.execute(task(question));
  }

  private FutureTask<Answer> task(Question question) {
    return asked.computeIfAbsent(question, q -> new FutureTask<>(() -> answer(q)));
  }

  private Answer answer(Question question) {
    try {
      if (question.action().equals("sts:AssumeRole")) {
        return enter();
      }
      if (question.side() == Side.TARGET) {
        var entered =
            ask(new Question(Side.BUILDER, "sts:AssumeRole", question.input().objectNode()));
        if (entered.kind() != Kind.FOUND) {
          return Answer.without(Kind.NOT_ASKED, "the role could not be assumed (role.assume)");
        }
      } else {
        builder();
      }
      if (question.action().equals(Question.HTTP_GET)) {
        return get(question);
      }
      var asked = Objects.requireNonNull(calls.get(question.side()));
      var json =
          asked
              .session()
              .patience()
              .askBriefly(() -> asked.make(question.action(), question.input()));
      count.incrementAndGet();
      return Answer.found(json);
    } catch (XacctException e) {
      return Answer.without(Kind.FAILED, ErrorText.of(e));
    } catch (AwsServiceException e) {
      count.incrementAndGet();
      return Answer.without(kind(question, e), AwsErrors.words(e));
    } catch (SdkException e) {
      return Answer.without(Kind.FAILED, "The AWS SDK said: " + AwsErrors.words(e));
    } catch (UncheckedIOException e) {
      return Answer.without(
          Kind.FAILED,
          question.action() + ": " + Objects.requireNonNull(e.getCause()).getMessage());
    } catch (NullPointerException | IndexOutOfBoundsException | DateTimeException e) {
      return Answer.without(Kind.FAILED, question.action() + ": a malformed response");
    }
  }

  /** Sends an HTTP request from this machine, or from the target account by the test function. */
  private Answer get(Question question) {
    var input = question.input();
    TestClient client =
        question.side() == Side.BUILDER
            ? direct
            : new TestFunction(
                Objects.requireNonNull(calls.get(Side.TARGET)).session(),
                environment,
                input.path("Function").asText());
    try {
      Map<String, String> headers =
          input.hasNonNull("Host") ? Map.of("Host", input.path("Host").asText()) : Map.of();
      var answer = client.get(URI.create(input.path("Uri").asText()), headers, HTTP_PATIENCE);
      return Answer.found(input.objectNode().put("Status", answer.status()));
    } catch (IOException e) {
      return Answer.without(
          Kind.FAILED, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.without(Kind.NOT_ASKED, "interrupted");
    }
  }

  private static Kind kind(Question question, AwsServiceException e) {
    String code = AwsErrors.code(e);
    if (code.matches(DENIED)) {
      return Kind.DENIED;
    }
    // ECS has no "not found" error for task definitions: an unknown one is a ClientException.
    boolean unknownTask =
        question.action().equals("ecs:DescribeTaskDefinition") && code.equals("ClientException");
    return unknownTask || code.matches(MISSING) ? Kind.MISSING : Kind.FAILED;
  }

  private AwsSession builder() {
    synchronized (open) {
      if (!calls.containsKey(Side.BUILDER)) {
        var session = access.builder(registryRegion);
        open.push(session);
        calls.put(Side.BUILDER, new PreflightCalls(session, clock));
      }
    }
    return calls.get(Side.BUILDER).session();
  }

  /** Enters the target account by AssumeRole; without a role, the caller must be in it already. */
  private Answer enter() {
    var builder = builder();
    if (environment.role().isEmpty()) {
      return enterWithoutRole(builder);
    }
    var near = access.before(environment);
    var assumed =
        near.patience()
            .ask(() -> AssumedRole.ask(near, access.entered(environment), sessionName, clock));
    count.incrementAndGet();
    target(access.within(assumed, environment), near);
    return Answer.found(Json.object().put("Expiration", assumed.expires().toString()));
  }

  private Answer enterWithoutRole(AwsSession builder) {
    var caller = ask(new Question(Side.BUILDER, "sts:GetCallerIdentity", Json.object()));
    JsonNode account = caller.json().path("Account");
    if (!account.asText().equals(environment.account().value())) {
      return Answer.without(Kind.NOT_ASKED, "the caller is of another account (identity.account)");
    }
    var session =
        environment.region().equals(registryRegion)
            ? builder
            : access.builder(environment.region());
    target(session, session);
    return Answer.found(Json.object());
  }

  private void target(AwsSession session, AwsSession near) {
    synchronized (open) {
      open.push(near);
      open.push(session);
    }
    calls.put(Side.TARGET, new PreflightCalls(session, clock));
  }

  @Override
  public void close() {
    ahead.shutdownNow();
    synchronized (open) {
      while (!open.isEmpty()) {
        try {
          open.pop().close(); // a second time does nothing
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
