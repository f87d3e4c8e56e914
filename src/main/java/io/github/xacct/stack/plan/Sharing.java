package io.github.xacct.stack.plan;

import io.github.xacct.model.Environment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Checks the parameters for a cluster and a load balancer that an environment shares with other
 * applications: it gets rules for its host names, and nothing of the others changes.
 */
final class Sharing {
  /** With any of these, an existing network is used. */
  private static final List<String> NETWORK = List.of("VpcId", "PublicSubnetIds", "TaskSubnetIds");

  private static final Pattern LISTENER =
      Pattern.compile(".*:listener/(app/[^/]+/[0-9a-f]+)/[^/]+");

  private static final int PRIORITIES = 50_000;
  private static final int MOST_HOST_NAMES = 5;

  /** All of these are required with a shared load balancer. */
  private static final List<String> NEEDED =
      List.of("SharedListenerArn", "SharedTestListenerArn", "SharedSecurityGroupId", "HostNames");

  /** These apply only to a load balancer that the stack creates. */
  private static final List<String> OF_ITS_OWN =
      List.of(
          "CertificateArn",
          "DomainName",
          BalancerCheck.TYPE,
          "LoadBalancerScheme",
          "IngressCidr",
          "TestIngressCidr",
          "AccessLogs",
          "DeletionProtection",
          "WebAclArn");

  private final Environment environment;
  private final Map<String, String> parameters;
  private final List<String> problems = new ArrayList<>();

  Sharing(BootstrapRequest.OfEnvironment requested) {
    this.environment = requested.environment();
    this.parameters = requested.parameters();
  }

  /** Whether an existing cluster is shared. */
  static boolean ofCluster(Map<String, String> parameters) {
    return parameters.getOrDefault("ExistingCluster", "").equals("true");
  }

  /** Whether an existing load balancer is shared. */
  static boolean ofLoadBalancer(Map<String, String> parameters) {
    return parameters.containsKey("SharedListenerArn");
  }

  /** Returns the load balancer's full name from its listener's ARN; empty if none is shared. */
  static Optional<String> balancerName(Map<String, String> parameters) {
    return Optional.ofNullable(parameters.get("SharedListenerArn"))
        .map(LISTENER::matcher)
        .filter(Matcher::matches)
        .map(listener -> listener.group(1));
  }

  /** Returns a rule priority that is stable for a name, and rarely the same for another. */
  static String priority(String name) {
    var crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return String.valueOf(1 + crc.getValue() % PRIORITIES);
  }

  List<String> problems() {
    if (ofLoadBalancer(parameters)) {
      missing();
      foreign();
      listeners();
      hostNames();
    } else {
      parameters.keySet().stream()
          .filter(name -> NEEDED.contains(name) || name.startsWith("Shared"))
          .forEach(
              name ->
                  problem(name, "applies only to a shared load balancer: write SharedListenerArn"));
    }
    return problems;
  }

  private void missing() {
    NEEDED.stream()
        .filter(name -> !parameters.containsKey(name))
        .forEach(
            name ->
                problem(name, "missing: a shared load balancer requires " + list(NEEDED, "and")));
    if (!bringsNetwork(parameters)) {
      problem(
          "VpcId",
          "missing: the tasks must be in the load balancer's network: write its VpcId,"
              + " PublicSubnetIds and TaskSubnetIds");
    }
  }

  private void foreign() {
    OF_ITS_OWN.stream()
        .filter(parameters::containsKey)
        .forEach(
            name ->
                problem(
                    name,
                    "applies only to the stack that creates the load balancer: leave it out"));
  }

  private void listeners() {
    String here =
        ":elasticloadbalancing:" + environment.region() + ":" + environment.account() + ":";
    for (String name : List.of("SharedListenerArn", "SharedTestListenerArn")) {
      String arn = parameters.getOrDefault(name, here);
      if (!arn.contains(here)) {
        problem(
            name,
            "%s is not of account %s in %s, where the service is: write a listener of that account and region"
                .formatted(arn, environment.account(), environment.region()));
      }
    }
    String production = Objects.requireNonNull(parameters.get("SharedListenerArn"));
    String test = parameters.getOrDefault("SharedTestListenerArn", production);
    if (production.equals(test) && parameters.containsKey("SharedTestListenerArn")) {
      problem(
          "SharedTestListenerArn",
          "is the production listener: write another listener of the load balancer");
    } else if (!balancer(production).equals(balancer(test))) {
      problem(
          "SharedTestListenerArn",
          "belongs to another load balancer: write a listener of the same one");
    }
  }

  private static String balancer(String listener) {
    return listener.replaceFirst("/[^/]*$", "");
  }

  private void hostNames() {
    String[] names = parameters.getOrDefault("HostNames", "shop.example.com").split(",", -1);
    if (names.length > MOST_HOST_NAMES) {
      problem("HostNames", names.length + " names, but a rule supports at most " + MOST_HOST_NAMES);
    }
    for (String name : names) {
      if (!name.matches("(?!.{129})[a-zA-Z0-9*?-]+(\\.[a-zA-Z0-9*?-]+)+")) {
        problem(
            "HostNames", "invalid value '" + name + "': expected a name such as shop.example.com");
      }
    }
    if (names[0].matches(".*[*?].*")) {
      problem(
          "HostNames",
          "the first one is the URL's, so it must not contain '*' or '?': '" + names[0] + "'");
    }
  }

  private void problem(String parameter, String what) {
    problems.add("stackParameters/" + parameter + ": " + what);
  }

  private static String list(List<String> names, String last) {
    return "%s %s %s"
        .formatted(
            String.join(", ", names.subList(0, names.size() - 1)),
            last,
            names.get(names.size() - 1));
  }

  /** Whether an environment is deployed to an existing network. */
  static boolean bringsNetwork(Map<String, String> parameters) {
    return NETWORK.stream().anyMatch(parameters::containsKey);
  }
}
