package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import java.util.LinkedHashSet;
import java.util.List;

/** Checks that the AppSpec's capacity providers are the cluster's; ECS rejects others. */
final class ProviderCheck {
  private final SetUp setUp;

  ProviderCheck(SetUp setUp) {
    this.setUp = setUp;
  }

  CheckVerdict verdict() {
    var wanted =
        setUp.intent.appSpec().settings().capacityProviders().stream()
            .map(CapacityProvider::name)
            .toList();
    if (wanted.isEmpty()) {
      return CheckVerdict.ok("none named");
    }
    setUp.needActiveService();
    JsonNode cluster = cluster();
    var associated = JsonLists.texts(cluster.path("capacityProviders"));
    var missing = wanted.stream().filter(name -> !associated.contains(name)).toList();
    if (missing.isEmpty()) {
      return CheckVerdict.ok(String.join(", ", wanted));
    }
    String name = setUp.environment.cluster();
    return CheckVerdict.fail(
            "The cluster %s is not associated with %s, which <capacityProviders> names."
                .formatted(name, Snippets.list(missing)))
        .evidence("It is associated with: " + Snippets.listOrNone(associated))
        .fix(command(name, associated, wanted, cluster.path("defaultCapacityProviderStrategy")));
  }

  private JsonNode cluster() {
    return setUp
        .facts
        .find(
            Question.target("ecs:DescribeClusters")
                .with("clusters", List.of(setUp.environment.cluster())))
        .map(answer -> answer.path("clusters").path(0))
        .filter(JsonNode::isObject)
        .orElseThrow(() -> new Skip("there is no cluster (service.exists)"));
  }

  /** The command, which replaces the whole list and the default strategy. */
  private String command(
      String name, List<String> associated, List<String> wanted, JsonNode strategy) {
    var all = new LinkedHashSet<>(associated);
    all.addAll(wanted);
    return """
    aws ecs put-cluster-capacity-providers --cluster %s --region %s --capacity-providers \
    %s --default-capacity-provider-strategy '%s'"""
        .formatted(
            name,
            setUp.environment.region(),
            String.join(" ", all),
            strategy.isEmpty() ? "[]" : strategy.toString());
  }
}
