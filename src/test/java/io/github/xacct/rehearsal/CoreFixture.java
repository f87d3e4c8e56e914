package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.TestClock;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** A running rehearsal with the SDK's clients, and a clock that can be advanced. */
public final class CoreFixture implements AutoCloseable {
  public static final String TOOLS = "111111111111";
  public static final String TARGET = "222222222222";
  public static final String ROLE = "arn:aws:iam::222222222222:role/ci/demo-deploy";
  public static final String BUILDER = "arn:aws:iam::111111111111:user/xacct-rehearsal-build";
  public static final String TARGET_ADMINISTRATOR =
      "arn:aws:iam::222222222222:user/xacct-rehearsal-administrator";
  public static final String EXECUTION_ROLE = "arn:aws:iam::222222222222:role/demo-execution";

  public final Rehearsal rehearsal;
  public final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
  public final List<String> log = new CopyOnWriteArrayList<>();
  public final MovableClock clock = new MovableClock();
  private final List<AutoCloseable> clients = new ArrayList<>();

  public CoreFixture(Path state, Fault... faults) {
    this(plan(state, faults));
  }

  public CoreFixture(RehearsalPlan plan) {
    rehearsal = Rehearsal.start(plan, log::add, clock);
    rehearsal.onCall(calls::add);
  }

  public static RehearsalPlan plan(Path state, Fault... faults) {
    return RehearsalPlan.in(state)
        .repository("team/demo")
        .service(service(Optional.of("ext-1")))
        .faults(Set.of(faults))
        .build();
  }

  static RehearsedService service(Optional<String> externalId) {
    var target = new AccountId(TARGET);
    return RehearsedServiceBuilder.named("test", target, "demo")
        .role(Optional.of(RoleArn.parse(ROLE, "aws", target)), externalId)
        .taskRoles(Optional.of(RoleArn.parse(EXECUTION_ROLE, "aws", target)), Optional.empty())
        .container("app", 8080, "/health")
        .build();
  }

  public AwsCredentials builder() {
    return AwsBasicCredentials.create(rehearsal.accessKeyId(), rehearsal.secretAccessKey());
  }

  /** Returns credentials of the target account's administrator. */
  public AwsCredentials targetAdministrator() {
    Keys keys = rehearsal.administrator(new AccountId(TARGET));
    return AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey());
  }

  /** Changes the deploy role's inline policy. */
  public void editDeployRole(Consumer<ObjectNode> change) {
    rehearsal
        .store()
        .edit(Identities.place(new AccountId(TARGET)), Identity.ROLE, "demo-deploy", change);
  }

  public StsClient sts(AwsCredentials credentials) {
    return client(StsClient.builder(), credentials);
  }

  public EcrClient ecr(AwsCredentials credentials) {
    return client(EcrClient.builder(), credentials);
  }

  public AwsCredentials assumedRole() {
    var session = sts(builder()).assumeRole(assumeRole().build()).credentials();
    return AwsSessionCredentials.create(
        session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  public static AssumeRoleRequest.Builder assumeRole() {
    return AssumeRoleRequest.builder().roleArn(ROLE).roleSessionName("demo-42").externalId("ext-1");
  }

  public <C extends AutoCloseable, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C client(B builder, AwsCredentials credentials) {
    C client =
        builder
            .endpointOverride(rehearsal.endpoint())
            .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    clients.add(client);
    return client;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable client : clients) {
      client.close();
    }
    rehearsal.close();
  }

  /** The system clock with an adjustable offset. */
  public static final class MovableClock extends TestClock {
    private volatile Duration ahead = Duration.ZERO;

    public void forward(Duration duration) {
      ahead = ahead.plus(duration);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }
}
