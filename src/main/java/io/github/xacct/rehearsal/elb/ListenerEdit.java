package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.List;

/**
 * Applies ModifyListener to a listener: omitted members are not changed. Source: Elastic Load
 * Balancing API reference, "ModifyListener".
 */
final class ListenerEdit {
  private static final List<String> TEXTS = List.of("Protocol", "SslPolicy");

  private final ResourceStore store;
  private final Call call;
  private final String arn;

  ListenerEdit(ResourceStore store, Call call) {
    this.store = store;
    this.call = call;
    this.arn = call.text("ListenerArn");
  }

  void make() {
    refuseTakenPort();
    JsonNode actions = new RuleForm(store, call).actions("DefaultActions");
    ObjectNode after = now().deepCopy();
    edit(after, actions);
    new ListenerProtocols(store, call.place())
        .problem(after)
        .ifPresent(
            problem -> {
              throw problem;
            });
    store.edit(call.place(), ResourceTypeNames.LISTENER, arn, listener -> edit(listener, actions));
  }

  private void edit(ObjectNode listener, JsonNode actions) {
    if (!actions.isEmpty()) {
      listener.set("DefaultActions", actions);
    }
    for (String name : TEXTS) {
      if (call.input().has(name)) {
        listener.put(name, call.text(name));
      }
    }
    if (call.input().has("Port")) {
      listener.put("Port", Integer.parseInt(call.text("Port")));
    }
    if (!ListenerProtocols.secures(listener.path("Protocol").asText())) {
      listener.remove(List.of("Certificates", "SslPolicy"));
    } else if (!certificates().isEmpty()) {
      listener.set("Certificates", certificates());
    }
  }

  private ArrayNode certificates() {
    ArrayNode certificates = Json.array();
    QueryFields.structures(call, "Certificates")
        .forEach(
            c -> certificates.addObject().put("CertificateArn", c.path("CertificateArn").asText()));
    return certificates;
  }

  private ObjectNode now() {
    return store.find(call.place(), ResourceTypeNames.LISTENER, arn).orElseThrow();
  }

  private void refuseTakenPort() {
    boolean taken =
        call.input().has("Port")
            && store.resources(call.place(), ResourceTypeNames.LISTENER).stream()
                .filter(other -> !other.id().equals(arn))
                .map(ResourceStore.Resource::properties)
                .filter(p -> p.path("LoadBalancerArn").equals(now().path("LoadBalancerArn")))
                .anyMatch(p -> p.path("Port").asText().equals(call.text("Port")));
    if (taken) {
      throw AwsError.badRequest(
          "DuplicateListener",
          "A listener already exists on this port for this load balancer '"
              + now().path("LoadBalancerArn").asText()
              + "'");
    }
  }
}
