package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks what each type of load balancer supports: protocols of listeners and target groups,
 * actions and rules. Source: Elastic Load Balancing API reference, "CreateListener", "CreateRule"
 * and "CreateTargetGroup"; user guide for Network Load Balancers, "Listeners for your Network Load
 * Balancers". Error messages are our own.
 */
public final class ListenerProtocols {
  private static final List<String> APPLICATION = List.of("HTTP", "HTTPS");
  private static final List<String> NETWORK = List.of("TCP", "TCP_UDP", "TLS", "UDP");

  /** The target group protocols for each listener protocol of a Network Load Balancer. */
  private static final Map<String, List<String>> TARGETS =
      Map.of(
          "TCP", List.of("TCP", "TCP_UDP"),
          "TLS", List.of("TCP", "TLS"),
          "UDP", List.of("UDP", "TCP_UDP"),
          "TCP_UDP", List.of("TCP_UDP"));

  private final ResourceStore store;
  private final AccountRegion place;

  public ListenerProtocols(ResourceStore store, AccountRegion place) {
    this.store = store;
    this.place = place;
  }

  /** Returns whether a protocol uses TLS and so requires a certificate. */
  static boolean secures(String protocol) {
    return protocol.equals("HTTPS") || protocol.equals("TLS");
  }

  /**
   * Returns the error in a listener's properties, or empty.
   *
   * @param listener properties with LoadBalancerArn, Protocol and DefaultActions
   */
  public Optional<AwsError> problem(JsonNode listener) {
    boolean network = isNetwork(listener.path("LoadBalancerArn").asText());
    String protocol = listener.path("Protocol").asText("HTTP");
    List<String> possible = network ? NETWORK : APPLICATION;
    if (!possible.contains(protocol)) {
      return refuse(
          "ValidationError",
          "Listener protocol '%s' must be one of '%s'"
              .formatted(protocol, String.join(", ", possible)));
    }
    if (secures(protocol) && listener.path("Certificates").isEmpty()) {
      return refuse(
          "CertificateNotFound", "A certificate must be specified for " + protocol + " listeners");
    }
    for (JsonNode action : listener.path("DefaultActions")) {
      Optional<AwsError> problem = action(network, protocol, action);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<AwsError> action(boolean network, String protocol, JsonNode action) {
    String type = action.path("Type").asText();
    if (network && !type.equals("forward")) {
      return refuse(
          "InvalidLoadBalancerAction",
          "The action '" + type + "' is not supported by load balancers of type 'network'");
    }
    List<String> possible = network ? Objects.requireNonNull(TARGETS.get(protocol)) : APPLICATION;
    return ForwardActions.percents(action).keySet().stream()
        .flatMap(arn -> store.find(place, ResourceTypeNames.TARGET_GROUP, arn).stream())
        .map(group -> group.path("Protocol").asText("HTTP"))
        .filter(of -> !possible.contains(of))
        .findFirst()
        .flatMap(
            of ->
                refuse(
                    "IncompatibleProtocols",
                    "Listener protocol '%s' does not go with a target group of the protocol '%s'"
                        .formatted(protocol, of)));
  }

  /**
   * Returns the error for a rule of a Network Load Balancer's listener, which supports none, or
   * empty.
   */
  public Optional<AwsError> problemOfRule(String listener) {
    return listener.contains(":listener/net/")
        ? refuse(
            "InvalidLoadBalancerAction",
            "The listener '" + listener + "' must be associated with an Application Load Balancer")
        : Optional.empty();
  }

  private boolean isNetwork(String loadBalancer) {
    return store
        .find(place, ResourceTypeNames.LOAD_BALANCER, loadBalancer)
        .filter(found -> found.path("Type").asText().equals("network"))
        .isPresent();
  }

  private static Optional<AwsError> refuse(String code, String message) {
    return Optional.of(AwsError.badRequest(code, message));
  }
}
