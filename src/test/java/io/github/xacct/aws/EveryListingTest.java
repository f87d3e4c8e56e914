package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.xacct.aws.migrate.MigrationCalls;
import io.github.xacct.aws.preflight.PreflightCalls;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.json.Json;
import io.github.xacct.migrate.MoveRequest;
import io.github.xacct.model.Region;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** All pages of every listing are read. */
class EveryListingTest {
  /** Classes that read all pages themselves. */
  private static final Set<String> IN_A_LOOP =
      Set.of(
          "CodeDeployTargets listDeploymentTargets",
          "ServiceDeploymentReader listServiceDeployments",
          "ServiceDeploymentReasons filterLogEvents",
          "DescribedChangeSets describeChangeSet",
          "StackChangeSets describeChangeSet");

  private static final Set<String> TOKENS = Set.of("nextToken", "nextMarker", "marker");

  @Test
  void noListingIsReadToTheEndOfItsFirstPageOnly() {
    var found = new TreeSet<String>();
    for (var type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.xacct.aws")) {
      type.getMethodCallsFromSelf().stream()
          .filter(EveryListingTest::mayHavePages)
          .map(call -> type.getSimpleName() + " " + call.getName())
          .filter(call -> !call.matches("(Preflight(Deployment)?Calls|MigrationCalls) .*"))
          .forEach(found::add);
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(IN_A_LOOP);
  }

  private static boolean mayHavePages(JavaMethodCall call) {
    Class<?> client = call.getTargetOwner().reflect();
    return SdkClient.class.isAssignableFrom(client)
        && Arrays.stream(client.getMethods())
            .filter(method -> method.getName().equals(call.getName()))
            .flatMap(method -> Arrays.stream(method.getReturnType().getMethods()))
            .anyMatch(member -> TOKENS.contains(member.getName()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "codedeploy:ListDeployments, deployments, nextToken, \"ITEM\"",
    "ecr:DescribeRepositories, repositories, nextToken, {\"repositoryName\":\"ITEM\"}",
    "ecr:DescribeImages, imageDetails, nextToken, {\"repositoryName\":\"ITEM\"}",
    "logs:DescribeLogGroups, logGroups, nextToken, {\"logGroupName\":\"ITEM\"}",
    "ssm:DescribeParameters, Parameters, NextToken, {\"Name\":\"ITEM\"}",
    "elasticloadbalancing:DescribeTargetGroups, TargetGroups, NextMarker,"
        + " <TargetGroupName>ITEM</TargetGroupName>",
    "elasticloadbalancing:DescribeListeners, Listeners, NextMarker,"
        + " <ListenerArn>ITEM</ListenerArn>",
    "elasticloadbalancing:DescribeRules, Rules, NextMarker, <RuleArn>ITEM</RuleArn>",
    "elasticloadbalancing:DescribeLoadBalancers, LoadBalancers, NextMarker,"
        + " <DNSName>ITEM</DNSName>",
    "elasticloadbalancing:DescribeListenerCertificates, Certificates, NextMarker,"
        + " <CertificateArn>ITEM</CertificateArn>",
    "iam:SimulatePrincipalPolicy, EvaluationResults, Marker, <EvalActionName>ITEM</EvalActionName>",
    "iam:ListRolePolicies, PolicyNames, Marker, ITEM",
    "iam:ListAttachedRolePolicies, AttachedPolicies, Marker, <PolicyName>ITEM</PolicyName>"
  })
  void preflightReadsAllPages(String action, String list, String token, String item) {
    var session = session(list, token, item);

    var answer = new PreflightCalls(session, Clock.systemUTC()).make(action, Json.object());

    assertThat(answer.path(list).toString()).contains("one", "two", "three");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "codedeploy:ListDeployments, deployments, nextToken, \"ITEM\"",
    "ecs:ListServiceDeployments, serviceDeployments, nextToken, {\"status\":\"ITEM\"}",
    "elasticloadbalancing:DescribeTargetGroups, TargetGroups, NextMarker,"
        + " <TargetGroupName>ITEM</TargetGroupName>",
    "elasticloadbalancing:DescribeListeners, Listeners, NextMarker,"
        + " <ListenerArn>ITEM</ListenerArn>",
    "elasticloadbalancing:DescribeRules, Rules, NextMarker, <RuleArn>ITEM</RuleArn>"
  })
  void aMoveReadsAllPages(String action, String list, String token, String item) {
    String[] parts = action.split(":");

    var answer =
        new MigrationCalls(session(list, token, item))
            .read(new MoveRequest(parts[0], parts[1], Json.object()));

    assertThat(answer.orElseThrow().path(list).toString()).contains("one", "two", "three");
  }

  private static AwsSession session(String list, String token, String item) {
    return new AwsSession(
        new OneItemAPage(list, token, item),
        new AwsThreads(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
        new Region("eu-central-1"),
        Optional.empty(),
        AwsRetryStrategy::doNotRetry,
        new PatientCalls(Clock.systemUTC(), Sleeper.real()));
  }

  /** Answers three pages, in JSON or in XML. */
  private record OneItemAPage(String list, String token, String item) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return answer(request);
        }

        @Override
        public void abort() {}
      };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request) {
      boolean json = request.httpRequest().firstMatchingHeader("X-Amz-Target").isPresent();
      String asked = body(request);
      boolean second = asked.contains("to-two");
      boolean third = asked.contains("to-three");
      String one = item.replace("ITEM", third ? "three" : second ? "two" : "one");
      String next = third ? "" : second ? "to-three" : "to-two";
      String text = json ? json(one, next) : xml(request, asked, one, next);
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpFullResponse.builder()
                  .statusCode(200)
                  .putHeader("Content-Type", json ? "application/x-amz-json-1.1" : "text/xml")
                  .build())
          .responseBody(
              AbortableInputStream.create(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
          .build();
    }

    private String json(String one, String next) {
      return "{\"%s\":[%s]%s}"
          .formatted(list, one, next.isEmpty() ? "" : ",\"" + token + "\":\"" + next + "\"");
    }

    private String xml(HttpExecuteRequest request, String asked, String one, String next) {
      String operation = asked.replaceAll("(?s).*Action=(\\w+).*", "$1");
      return "<%1$sResponse><%1$sResult><%2$s><member>%3$s</member></%2$s>%4$s</%1$sResult></%1$sResponse>"
          .formatted(
              operation,
              list,
              one,
              next.isEmpty() ? "" : "<" + token + ">" + next + "</" + token + ">");
    }

    private static String body(HttpExecuteRequest request) {
      try {
        return request.contentStreamProvider().isEmpty()
            ? ""
            : URLDecoder.decode(
                new String(
                    request.contentStreamProvider().get().newStream().readAllBytes(),
                    StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
