package io.github.xacct.stack.plan;

import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks that the configured regions, partitions and ARNs fit together: roles cannot be assumed and
 * images cannot be pulled across partitions, and a load balancer accepts only certificates of its
 * own account and region.
 */
final class PlaceCheck {
  private static final Pattern CERTIFICATE =
      Pattern.compile("arn:([a-z-]+):acm:([a-z0-9-]+):(\\d{12}):certificate/.+");

  private final BootstrapRequest bootstrap;

  PlaceCheck(BootstrapRequest bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Returns the problems of one environment, each with the path of its element in front. */
  List<String> of(BootstrapRequest.OfEnvironment requested) {
    var problems = new ArrayList<String>();
    var environment = requested.environment();
    Region tools = bootstrap.registry().region();
    if (!environment.region().partition().equals(tools.partition())) {
      problems.add(
          """
          region: %s is in partition %s, but the registry's %s is in %s, and neither \
          roles nor images can be used across partitions: use a separate pom for it, \
          with a registry there"""
              .formatted(
                  environment.region(),
                  environment.region().partition(),
                  tools,
                  tools.partition()));
    }
    Optional.ofNullable(requested.parameters().get("CertificateArn"))
        .filter(arn -> !arn.isEmpty())
        .flatMap(arn -> certificate(arn, environment))
        .ifPresent(problems::add);
    Optional.ofNullable(requested.parameters().get("WebAclArn"))
        .filter(arn -> !arn.isEmpty() && !arn.contains(here(environment)))
        .map(
            arn ->
                """
                stackParameters/WebAclArn: %s is not in account %s in %s, where the load \
                balancer is: create one there"""
                    .formatted(arn, environment.account(), environment.region()))
        .ifPresent(problems::add);
    boolean certified = !requested.parameters().getOrDefault("CertificateArn", "").isEmpty();
    if (certified && requested.parameters().getOrDefault("DomainName", "").isEmpty()) {
      problems.add(
          "stackParameters/CertificateArn: a certificate is never for the load balancer's own"
              + " name: write the name that it is for as <DomainName>");
    }
    return problems;
  }

  private static String here(Environment environment) {
    return ":" + environment.region() + ":" + environment.account() + ":";
  }

  private static Optional<String> certificate(String arn, Environment environment) {
    var parts = CERTIFICATE.matcher(arn);
    if (!parts.matches()) {
      return Optional.empty(); // rejected by the template's own pattern
    }
    String wanted =
        environment.region().partition() + " " + environment.region() + " " + environment.account();
    String is = parts.group(1) + " " + parts.group(2) + " " + parts.group(3);
    return is.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            """
            stackParameters/CertificateArn: is of %s in account %s, but a load balancer \
            in %s in account %s accepts only certificates of that account and region: \
            request one there"""
                .formatted(
                    parts.group(2), parts.group(3), environment.region(), environment.account()));
  }

  /** Returns the problems of the pipeline's account and region. */
  List<String> ofThePipeline() {
    var problems = new ArrayList<String>();
    bootstrap
        .pipeline()
        .filter(BootstrapRequest.OfPipeline::codeBuild)
        .ifPresent(pipeline -> of(pipeline.values(), problems));
    return problems;
  }

  private void of(Map<String, String> values, List<String> problems) {
    Region tools = bootstrap.registry().region();
    String connection = values.getOrDefault("ConnectionArn", "");
    if (!connection.isEmpty()) {
      Arn arn = Arn.parse(connection);
      if (!arn.partition().equals(tools.partition())
          || !arn.account().equals(bootstrap.registry().account().value())) {
        problems.add(
            """
            pipeline/connection: is in account %s in partition %s, but the pipeline is \
            created in account %s in partition %s: create a connection there"""
                .formatted(
                    arn.account(),
                    arn.partition(),
                    bootstrap.registry().account(),
                    tools.partition()));
      }
    }
  }
}
