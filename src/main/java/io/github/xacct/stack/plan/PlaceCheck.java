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
 * Whether the configuration's regions, partitions and ARNs go together: no role is assumed and no
 * image pulled from one partition to another, and a load balancer takes certificates of its own
 * account and region only.
 */
final class PlaceCheck {
  private static final Pattern CERTIFICATE =
      Pattern.compile("arn:([a-z-]+):acm:([a-z0-9-]+):(\\d{12}):certificate/.+");

  private final BootstrapRequest bootstrap;

  PlaceCheck(BootstrapRequest bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** The problems of one environment, each as the text after its path. */
  List<String> of(BootstrapRequest.OfEnvironment requested) {
    var problems = new ArrayList<String>();
    var environment = requested.environment();
    Region tools = bootstrap.registry().region();
    if (!environment.region().partition().equals(tools.partition())) {
      problems.add(
          """
          region: %s is of partition %s, the registry's %s of %s: neither roles nor \
          images go from one to the other: write a pom of its own for it, with a \
          registry there"""
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
                stackParameters/WebAclArn: %s is not of account %s in %s, where the load \
                balancer is: create one there"""
                    .formatted(arn, environment.account(), environment.region()))
        .ifPresent(problems::add);
    boolean certified = !requested.parameters().getOrDefault("CertificateArn", "").isEmpty();
    if (certified && requested.parameters().getOrDefault("DomainName", "").isEmpty()) {
      problems.add(
          "stackParameters/CertificateArn: no certificate is for the load balancer's own name:"
              + " write the name that it is for as <DomainName>");
    }
    return problems;
  }

  private static String here(Environment environment) {
    return ":" + environment.region() + ":" + environment.account() + ":";
  }

  private static Optional<String> certificate(String arn, Environment environment) {
    var parts = CERTIFICATE.matcher(arn);
    if (!parts.matches()) {
      return Optional.empty(); // the template's own pattern refuses it
    }
    String wanted =
        environment.region().partition() + " " + environment.region() + " " + environment.account();
    String is = parts.group(1) + " " + parts.group(2) + " " + parts.group(3);
    return is.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            """
            stackParameters/CertificateArn: is of %s in account %s, but a load balancer \
            in %s in account %s takes certificates of there only: request one there"""
                .formatted(
                    parts.group(2), parts.group(3), environment.region(), environment.account()));
  }

  /** What is wrong with the accounts and regions of the pipeline. */
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
            pipeline/connection: is of account %s in partition %s, but the pipeline is \
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
