package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.TrafficComparison;
import io.github.xacct.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * Reads requests, errors and response times of both target groups of a deployment from the metrics
 * of an Application Load Balancer. Source: Elastic Load Balancing user guide, CloudWatch metrics.
 */
public final class TargetGroupTraffic implements TrafficComparison {
  private static final String NAMESPACE = "AWS/ApplicationELB";
  private static final int PERIOD = 60;

  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final Optional<Duration> rehearsedMinute;

  /**
   * Creates the reader of one environment's metrics.
   *
   * @param session a session in the environment's account
   * @param rehearsedMinute in a rehearsal, the length of its minute
   */
  public TargetGroupTraffic(
      AwsSession session, Environment environment, Optional<Duration> rehearsedMinute) {
    this.session = session;
    this.environment = environment;
    this.reader = new ServiceDeploymentReader(session.client(EcsClient.builder()), environment);
    this.rehearsedMinute = rehearsedMinute;
  }

  @Override
  public Measured measure(String deploymentId, Duration window, List<String> expressions) {
    return AwsErrors.ask(
        "Cannot compare the traffic of deployment " + deploymentId + ".",
        () -> {
          var values = values(queries(deploymentId, expressions), window);
          Map<String, Double> metrics = new LinkedHashMap<>();
          for (int i = 0; i < expressions.size(); i++) {
            var found = values.getOrDefault("m" + i, List.of());
            if (!found.isEmpty()) {
              metrics.put(expressions.get(i), found.get(0));
            }
          }
          return new Measured(side(values, "blue"), side(values, "green"), metrics);
        });
  }

  private List<MetricDataQuery> queries(String deploymentId, List<String> expressions) {
    var deployment =
        reader
            .deployment(ServiceDeploymentId.arn(deploymentId, environment))
            .orElseGet(
                () ->
                    AwsErrors.member("ECS DescribeServiceDeployments", "serviceDeployments", null));
    String balancer = balancer();
    var queries = new ArrayList<MetricDataQuery>();
    deployment.sourceServiceRevisions().stream()
        .findFirst()
        .flatMap(this::targetGroup)
        .ifPresent(group -> queries.addAll(of("blue", group, balancer)));
    targetGroup(deployment.targetServiceRevision())
        .ifPresent(group -> queries.addAll(of("green", group, balancer)));
    for (int i = 0; i < expressions.size(); i++) {
      String expression = expressions.get(i);
      String id = "m" + i;
      queries.add(MetricDataQuery.builder().id(id).expression(expression).period(PERIOD).build());
    }
    return queries;
  }

  private Optional<String> targetGroup(ServiceRevisionSummary revision) {
    return LiveWeights.targetGroup(revision, reader)
        .map(arn -> arn.substring(arn.indexOf("targetgroup/")));
  }

  /** Returns the load balancer's dimension, {@code app/NAME/ID}, from the rule's ARN. */
  private String balancer() {
    String rule =
        reader
            .service()
            .flatMap(ServiceRouting::of)
            .map(routing -> String.valueOf(routing.advanced().productionListenerRule()))
            .orElse("");
    var parts = rule.substring(rule.lastIndexOf(':') + 1).split("/", -1);
    return parts.length < 4 ? rule : String.join("/", parts[1], parts[2], parts[3]);
  }

  private static List<MetricDataQuery> of(String side, String group, String balancer) {
    return List.of(
        query(side + "_requests", "RequestCount", "Sum", group, balancer),
        query(side + "_errors", "HTTPCode_Target_5XX_Count", "Sum", group, balancer),
        query(side + "_refused", "TargetConnectionErrorCount", "Sum", group, balancer),
        query(side + "_latency", "TargetResponseTime", "Average", group, balancer));
  }

  private static MetricDataQuery query(
      String id, String metric, String statistic, String group, String balancer) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            s ->
                s.stat(statistic)
                    .period(PERIOD)
                    .metric(
                        m ->
                            m.namespace(NAMESPACE)
                                .metricName(metric)
                                .dimensions(
                                    dimension("TargetGroup", group),
                                    dimension("LoadBalancer", balancer))))
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** Returns the values by query ID, newest first. */
  private Map<String, List<Double>> values(List<MetricDataQuery> queries, Duration window) {
    Instant end = session.clock().instant();
    Duration length =
        rehearsedMinute.map(minute -> minute.multipliedBy(window.toMinutes())).orElse(window);
    var request =
        GetMetricDataRequest.builder()
            .metricDataQueries(queries)
            .startTime(end.minus(length))
            .endTime(end)
            .build();
    var client = session.client(CloudWatchClient.builder());
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (MetricDataResult result : client.getMetricDataPaginator(request).metricDataResults()) {
      values.computeIfAbsent(result.id(), id -> new ArrayList<>()).addAll(result.values());
    }
    return values;
  }

  private static Side side(Map<String, List<Double>> values, String side) {
    var latencies = values.getOrDefault(side + "_latency", List.of());
    return new Side(
        sum(values, side + "_requests"),
        sum(values, side + "_errors") + sum(values, side + "_refused"),
        latencies.stream().mapToDouble(Double::doubleValue).average().stream()
            .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
            .findFirst());
  }

  private static long sum(Map<String, List<Double>> values, String id) {
    return Math.round(
        values.getOrDefault(id, List.of()).stream().mapToDouble(Double::doubleValue).sum());
  }
}
