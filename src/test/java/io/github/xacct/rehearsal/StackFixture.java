package io.github.xacct.rehearsal;

import io.github.xacct.aws.Deadline;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Three empty accounts with an administrator in each, who deploys stacks by change sets. */
public final class StackFixture implements AutoCloseable {
  static final String TOOLS = "111111111111";
  public static final String TEST = "222222222222";
  public static final String PROD = "333333333333";

  public final Rehearsal rehearsal;
  final List<String> log = new CopyOnWriteArrayList<>();
  private final Map<String, CloudFormationClient> clients = new ConcurrentHashMap<>();
  private final List<AutoCloseable> others = new CopyOnWriteArrayList<>();

  public StackFixture(Path state, Fault... faults) {
    this(state, List.of(), faults);
  }

  StackFixture(Path state, List<RehearsedService> services, Fault... faults) {
    rehearsal =
        Rehearsal.start(
            RehearsalPlan.in(state).services(services).faults(Set.of(faults)).build(), log::add);
  }

  /** Returns a client of an account's administrator. */
  public CloudFormationClient in(String account) {
    return clients.computeIfAbsent(account, a -> client(CloudFormationClient.builder(), a));
  }

  <C extends AutoCloseable, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder, String account) {
    Keys keys = rehearsal.administrator(new AccountId(account));
    C client =
        builder
            .endpointOverride(rehearsal.endpoint())
            .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    others.add(client);
    return client;
  }

  /** Returns parameters from alternating names and values. */
  public static List<Parameter> parameters(String... namesAndValues) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      parameters.add(Parameter.builder().parameterKey(name).parameterValue(value).build());
    }
    return parameters;
  }

  /** Creates and describes a change set. */
  public DescribeChangeSetResponse review(
      String account, String stack, String template, String... parameters) {
    return review(account, stack, template, b -> b.parameters(parameters(parameters)));
  }

  public DescribeChangeSetResponse review(
      String account,
      String stack,
      String template,
      Consumer<CreateChangeSetRequest.Builder> more) {
    ChangeSetType type = exists(account, stack) ? ChangeSetType.UPDATE : ChangeSetType.CREATE;
    String id =
        in(account)
            .createChangeSet(
                b -> {
                  b.stackName(stack).changeSetName("c-" + UUID.randomUUID()).changeSetType(type);
                  b.templateBody(template).capabilities(Capability.CAPABILITY_NAMED_IAM);
                  more.accept(b);
                })
            .id();
    return in(account).describeChangeSet(b -> b.changeSetName(id).includePropertyValues(true));
  }

  private boolean exists(String account, String stack) {
    return in(account).describeStacks().stacks().stream()
        .anyMatch(
            s ->
                s.stackName().equals(stack)
                    && !s.stackStatusAsString().equals("REVIEW_IN_PROGRESS"));
  }

  /** Creates or updates a stack and waits for its end. */
  public Stack deploy(String account, String stack, String template, String... parameters) {
    return execute(account, review(account, stack, template, parameters));
  }

  public Stack deploy(
      String account,
      String stack,
      String template,
      Consumer<CreateChangeSetRequest.Builder> more) {
    return execute(account, review(account, stack, template, more));
  }

  public Stack execute(String account, DescribeChangeSetResponse set) {
    in(account).executeChangeSet(b -> b.changeSetName(set.changeSetId()));
    return settled(account, set.stackId());
  }

  /** Waits until no operation runs on a stack, and returns it. */
  public Stack settled(String account, String stack) {
    return Deadline.await(
        () -> in(account).describeStacks(b -> b.stackName(stack)).stacks().get(0),
        now -> !now.stackStatusAsString().endsWith("_IN_PROGRESS"));
  }

  /** Returns the events, oldest first, as {@code LogicalId STATUS reason}. */
  public List<String> events(String account, String stack) {
    List<String> lines = new ArrayList<>();
    List<StackEvent> events =
        in(account).describeStackEventsPaginator(b -> b.stackName(stack)).stackEvents().stream()
            .toList();
    for (StackEvent event : events) {
      String reason = event.resourceStatusReason();
      lines.add(
          0,
          event.logicalResourceId()
              + " "
              + event.resourceStatusAsString()
              + (reason == null ? "" : " " + reason));
    }
    return lines;
  }

  public static String output(Stack stack, String key) {
    return stack.outputs().stream()
        .filter(o -> o.outputKey().equals(key))
        .findFirst()
        .orElseThrow()
        .outputValue();
  }

  public static List<Tag> tags(String... keysAndValues) {
    return Arrays.stream(keysAndValues)
        .map(t -> t.split("="))
        .map(t -> Tag.builder().key(t[0]).value(t[1]).build())
        .toList();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable client : others) {
      client.close();
    }
    rehearsal.close();
  }
}
