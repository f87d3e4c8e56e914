package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import io.github.xacct.rehearsal.wire.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The API of Elastic Load Balancing: load balancers, listeners, rules, target groups and their
 * health. Calls that register targets are not simulated. Source: Elastic Load Balancing API
 * reference, version 2015-12-01.
 */
public final class Elbv2 implements Service {
  private final ResourceStore store;
  private final LoadBalancing loadBalancing;
  private final TargetGroupReads targets;

  public Elbv2(ResourceStore store, LoadBalancing loadBalancing) {
    this.store = store;
    this.loadBalancing = loadBalancing;
    this.targets = new TargetGroupReads(store, loadBalancing);
  }

  @Override
  public String signingName() {
    return "elasticloadbalancing";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "DescribeLoadBalancers" -> describeLoadBalancers(call);
      case "DescribeListeners" -> describeListeners(call);
      case "DescribeListenerCertificates" -> describeCertificates(call);
      case "DescribeRules" -> describeRules(call);
      case "DescribeTargetGroups" -> describeTargetGroups(call);
      case "DescribeTargetHealth" -> targets.describeTargetHealth(call);
      case "ModifyListener" -> modifyListener(call);
      case "DescribeTargetGroupAttributes" -> targets.describeAttributes(call);
      case "DescribeTags" -> new ResourceTags(store).describe(call);
      default -> write(call);
    };
  }

  private ObjectNode write(Call call) {
    ListenerWrites listeners = new ListenerWrites(store);
    LoadBalancerWrites balancers = new LoadBalancerWrites(store);
    TargetGroupWrites targetGroups = new TargetGroupWrites(store);
    ObjectNode answer =
        switch (call.operation()) {
          case "CreateLoadBalancer" -> loadBalancers(List.of(balancers.create(call)));
          case "DeleteLoadBalancer" -> balancers.delete(call);
          case "CreateListener" -> shown(listeners.createListener(call));
          case "DeleteListener" -> listeners.deleteListener(call);
          case "CreateRule" -> rules(List.of(listeners.createRule(call)));
          case "ModifyRule" -> rules(List.of(listeners.modifyRule(call)));
          case "DeleteRule" -> listeners.deleteRule(call);
          case "SetRulePriorities" -> rules(listeners.setPriorities(call));
          case "CreateTargetGroup" -> targetGroup(call, targetGroups.create(call));
          case "ModifyTargetGroup" -> targetGroup(call, targetGroups.modify(call));
          case "ModifyTargetGroupAttributes" -> targetGroups.modifyAttributes(call);
          case "DeleteTargetGroup" -> targetGroups.delete(call);
          case "AddTags" -> new ResourceTags(store).add(call);
          case "RemoveTags" -> new ResourceTags(store).remove(call);
          default -> throw new UnsupportedOperationException(call.operation());
        };
    loadBalancing.resourcesChanged();
    return answer;
  }

  /** Returns a listener after it was opened, because its port is known only then. */
  private ObjectNode shown(Resource listener) {
    loadBalancing.resourcesChanged();
    return answer(
        "Listeners",
        List.of(listener),
        l -> Elbv2Shapes.listener(l, loadBalancing.listener(l.id())));
  }

  private static ObjectNode rules(List<Resource> rules) {
    return answer("Rules", rules, Elbv2Shapes::rule);
  }

  private ObjectNode targetGroup(Call call, Resource group) {
    return answer(
        "TargetGroups", List.of(group), g -> Elbv2Shapes.targetGroup(g, loadBalancersOf(call, g)));
  }

  private static <T> ObjectNode answer(
      String member, List<T> found, Function<T, ObjectNode> shape) {
    return Json.object().set(member, Json.list(found, shape));
  }

  private List<Resource> all(Call call, String type) {
    return store.resources(call.place(), type);
  }

  /**
   * Returns the requested items, or all if none are specified; throws the error if one does not
   * exist.
   */
  private static <T> List<T> select(
      List<T> all, List<String> wanted, Function<T, String> id, AwsError none) {
    if (wanted.isEmpty()) {
      return all;
    }
    List<T> found = new ArrayList<>();
    for (String value : wanted) {
      found.add(
          all.stream().filter(x -> id.apply(x).equals(value)).findFirst().orElseThrow(() -> none));
    }
    return found;
  }

  private static AwsError notFound(String code, String message) {
    return AwsError.badRequest(code, message);
  }

  private Resource loadBalancer(Call call, String arn) {
    AwsError none = notFound("LoadBalancerNotFound", "Load balancer '" + arn + "' not found");
    return select(all(call, ResourceTypeNames.LOAD_BALANCER), List.of(arn), Resource::id, none)
        .get(0);
  }

  private static String name(Resource resource) {
    return resource.properties().path("Name").asText();
  }

  private ObjectNode describeLoadBalancers(Call call) {
    AwsError none = notFound("LoadBalancerNotFound", "One or more load balancers not found");
    List<Resource> found =
        select(
            all(call, ResourceTypeNames.LOAD_BALANCER),
            QueryFields.texts(call, "LoadBalancerArns"),
            Resource::id,
            none);
    found = select(found, QueryFields.texts(call, "Names"), Elbv2::name, none);
    return loadBalancers(found);
  }

  private ObjectNode loadBalancers(List<Resource> found) {
    return answer("LoadBalancers", found, lb -> Elbv2Shapes.loadBalancer(lb, vpc(lb)));
  }

  /** Returns the VPC of a load balancer, from its subnets. */
  private String vpc(Resource loadBalancer) {
    String subnet = loadBalancer.properties().at("/Subnets/0").asText();
    String ofSubnet =
        store
            .find(loadBalancer.place(), "AWS::EC2::Subnet", subnet)
            .map(s -> s.path("VpcId").asText())
            .orElse("");
    return loadBalancer.properties().path("@VpcId").asText(ofSubnet);
  }

  private ObjectNode describeListeners(Call call) {
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<Resource> found = selectListeners(call, QueryFields.texts(call, "ListenerArns"));
    if (!ofLoadBalancer.isEmpty()) {
      String arn = loadBalancer(call, ofLoadBalancer).id();
      found =
          all(call, ResourceTypeNames.LISTENER).stream()
              .filter(l -> loadBalancerOf(l).equals(arn))
              .toList();
    }
    return answer("Listeners", found, l -> Elbv2Shapes.listener(l, loadBalancing.listener(l.id())));
  }

  /** Returns the certificates of a listener, the default one first, then those for SNI. */
  private ObjectNode describeCertificates(Call call) {
    Resource listener = selectListeners(call, List.of(call.text("ListenerArn"))).get(0);
    List<ObjectNode> found = new ArrayList<>();
    listener
        .properties()
        .path("Certificates")
        .forEach(one -> found.add(Elbv2Shapes.certificate(one, found.isEmpty())));
    all(call, ResourceTypeNames.LISTENER_CERTIFICATE).stream()
        .map(Resource::properties)
        .filter(more -> more.path("ListenerArn").asText().equals(listener.id()))
        .flatMap(more -> more.path("Certificates").valueStream())
        .forEach(one -> found.add(Elbv2Shapes.certificate(one, false)));
    return answer("Certificates", found, one -> one);
  }

  private ObjectNode modifyListener(Call call) {
    String arn = call.text("ListenerArn");
    selectListeners(call, List.of(arn));
    new ListenerEdit(store, call).make();
    loadBalancing.resourcesChanged();
    return answer(
        "Listeners",
        selectListeners(call, List.of(arn)),
        l -> Elbv2Shapes.listener(l, loadBalancing.listener(l.id())));
  }

  private static String loadBalancerOf(Resource listener) {
    return listener.properties().path("LoadBalancerArn").asText();
  }

  private List<Resource> selectListeners(Call call, List<String> arns) {
    AwsError none = notFound("ListenerNotFound", "One or more listeners not found");
    return select(all(call, ResourceTypeNames.LISTENER), arns, Resource::id, none);
  }

  private ObjectNode describeRules(Call call) {
    String arn = call.text("ListenerArn");
    if (!arn.isEmpty()) {
      Resource listener = selectListeners(call, List.of(arn)).get(0);
      return answer("Rules", rules(listener), rule -> rule);
    }
    List<String> wanted = QueryFields.texts(call, "RuleArns");
    List<ObjectNode> all =
        all(call, ResourceTypeNames.LISTENER).stream().flatMap(l -> rules(l).stream()).toList();
    AwsError none = notFound("RuleNotFound", "One or more rules not found");
    return answer(
        "Rules", select(all, wanted, rule -> rule.path("RuleArn").asText(), none), rule -> rule);
  }

  /** Returns the rules of a listener by priority, the default rule last. */
  private List<ObjectNode> rules(Resource listener) {
    List<ObjectNode> rules = new ArrayList<>();
    LoadBalancing.rulesOf(store, listener.place(), listener.id())
        .forEach(rule -> rules.add(Elbv2Shapes.rule(rule)));
    rules.add(Elbv2Shapes.defaultRule(listener));
    return rules;
  }

  private ObjectNode describeTargetGroups(Call call) {
    AwsError none = notFound("TargetGroupNotFound", "One or more target groups not found");
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<Resource> all =
        ofLoadBalancer.isEmpty()
            ? all(call, ResourceTypeNames.TARGET_GROUP)
            : behind(call, loadBalancer(call, ofLoadBalancer).id());
    List<Resource> found =
        select(all, QueryFields.texts(call, "TargetGroupArns"), Resource::id, none);
    found = select(found, QueryFields.texts(call, "Names"), Elbv2::name, none);
    return answer("TargetGroups", found, g -> Elbv2Shapes.targetGroup(g, loadBalancersOf(call, g)));
  }

  private List<Resource> behind(Call call, String loadBalancer) {
    return all(call, ResourceTypeNames.TARGET_GROUP).stream()
        .filter(g -> loadBalancersOf(call, g).contains(loadBalancer))
        .toList();
  }

  /** Returns the load balancers whose listeners forward to a target group, whatever its weight. */
  private List<String> loadBalancersOf(Call call, Resource group) {
    return all(call, ResourceTypeNames.LISTENER).stream()
        .filter(l -> forwardsTo(l, Set.of(group.id())))
        .map(Elbv2::loadBalancerOf)
        .distinct()
        .toList();
  }

  private boolean forwardsTo(Resource listener, Set<String> groups) {
    return ForwardActions.forwardsTo(listener.properties().path("DefaultActions"), groups)
        || LoadBalancing.rulesOf(store, listener.place(), listener.id()).stream()
            .anyMatch(r -> ForwardActions.forwardsTo(r.properties().path("Actions"), groups));
  }
}
