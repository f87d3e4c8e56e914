package io.github.xacct.rehearsal.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The resources of all accounts with CloudFormation's properties: roles, repositories, listeners,
 * alarms, secrets. The APIs report them, whether the plan, a stack or a call created them. Running
 * tasks, requests and deployments are kept elsewhere.
 */
public final class ResourceStore {
  /** IAM resources are global: they are the same in every region. */
  private static final String IAM = "AWS::IAM::";

  /**
   * Identifies a resource.
   *
   * @param account twelve digits
   * @param region empty for a global resource
   * @param type of CloudFormation, such as {@code AWS::IAM::Role}
   * @param id physical ID, which {@code Ref} returns: a role's name, a listener's ARN
   */
  private record Key(String account, String region, String type, String id) {}

  /** A resource: its account and region, its ID, and a copy of its properties. */
  public record Resource(AccountRegion place, String id, ObjectNode properties) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::account)
          .thenComparing(Key::region)
          .thenComparing(Key::type)
          .thenComparing(Key::id);

  /**
   * Property with the ARN of a resource's stack; empty if the stack was deleted and retained the
   * resource. The plan does not replace such a resource.
   */
  public static final String OF_A_STACK = "@OfAStack";

  private final NavigableMap<Key, ObjectNode> resources = new ConcurrentSkipListMap<>(ORDER);
  private final AtomicLong identityChanges = new AtomicLong();

  /** The correct properties of the resources that a set-up fault has changed or removed. */
  private final Map<Key, ObjectNode> withoutFaults = new ConcurrentHashMap<>();

  /** Creates a resource or replaces its properties. */
  public void put(AccountRegion place, String type, String id, ObjectNode properties) {
    Key key = key(place, type, id);
    ObjectNode now = properties.deepCopy();
    carryOver(key, resources.put(key, now), now);
    changed(type);
  }

  /** Like {@link #put}, but leaves a resource unchanged that a stack created. */
  public void plan(AccountRegion place, String type, String id, ObjectNode properties) {
    if (!ofAStack(place, type, id)) {
      put(place, type, id, properties);
    }
  }

  /**
   * Returns whether a stack created a resource, even if the stack has retained and left it since.
   */
  public boolean ofAStack(AccountRegion place, String type, String id) {
    return find(place, type, id).filter(p -> p.has(OF_A_STACK)).isPresent();
  }

  /** Applies faults, whose changes are not kept after the rehearsal: see {@link #withoutFaults}. */
  public void applyFaults(Runnable faults) {
    Map<Key, ObjectNode> before = new TreeMap<>(ORDER);
    before.putAll(resources);
    faults.run();
    before.forEach(
        (key, properties) -> {
          if (!properties.equals(resources.get(key))) {
            withoutFaults.put(key, properties);
          }
        });
  }

  /** Returns a copy of a resource's properties as they would be without the faults. */
  public Optional<ObjectNode> withoutFaults(AccountRegion place, String type, String id) {
    return Optional.ofNullable(withoutFaults.get(key(place, type, id)))
        .map(ObjectNode::deepCopy)
        .or(() -> find(place, type, id));
  }

  /** Applies the changes of a faulty resource to its correct properties too, member by member. */
  private void carryOver(Key key, ObjectNode earlier, ObjectNode now) {
    withoutFaults.computeIfPresent(
        key,
        (k, kept) -> {
          if (earlier == null) {
            return null; // created again after a fault had removed it
          }
          ObjectNode next = kept.deepCopy();
          now.properties().stream()
              .filter(member -> !member.getValue().equals(earlier.get(member.getKey())))
              .forEach(member -> next.set(member.getKey(), member.getValue()));
          earlier.fieldNames().forEachRemaining(name -> removeUnless(now.has(name), next, name));
          return next;
        });
  }

  private static void removeUnless(boolean there, ObjectNode properties, String name) {
    if (!there) {
      properties.remove(name);
    }
  }

  /** Returns a copy of a resource's properties; empty if it does not exist. */
  public Optional<ObjectNode> find(AccountRegion place, String type, String id) {
    return Optional.ofNullable(resources.get(key(place, type, id))).map(ObjectNode::deepCopy);
  }

  /** Returns copies of all resources of a type by ID, sorted. */
  public Map<String, ObjectNode> all(AccountRegion place, String type) {
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    resources
        .subMap(key(place, type, ""), key(place, type + "\0", ""))
        .forEach((key, properties) -> found.put(key.id(), properties.deepCopy()));
    return found;
  }

  /** Returns copies of all resources of a type, each with its account and region. */
  public List<Resource> resources(AccountRegion place, String type) {
    return all(place, type).entrySet().stream()
        .map(e -> new Resource(place, e.getKey(), e.getValue()))
        .toList();
  }

  /** Returns copies of all resources of a regional type in all accounts and regions. */
  public List<Resource> everywhere(String type) {
    List<Resource> found = new ArrayList<>();
    resources.forEach(
        (key, properties) -> {
          if (key.type().equals(type)) {
            AccountRegion place =
                new AccountRegion(new AccountId(key.account()), new Region(key.region()));
            found.add(new Resource(place, key.id(), properties.deepCopy()));
          }
        });
    return found;
  }

  /** Returns whether a resource exists. */
  public boolean has(AccountRegion place, String type, String id) {
    return resources.containsKey(key(place, type, id));
  }

  /** Changes a resource atomically; does nothing if it does not exist. */
  public void edit(AccountRegion place, String type, String id, Consumer<ObjectNode> change) {
    Key key = key(place, type, id);
    resources.computeIfPresent(
        key,
        (k, properties) -> {
          ObjectNode changed = properties.deepCopy();
          change.accept(changed);
          carryOver(key, properties, changed);
          return changed;
        });
    changed(type);
  }

  /** Removes a resource if it exists. */
  public void remove(AccountRegion place, String type, String id) {
    resources.remove(key(place, type, id));
    withoutFaults.remove(key(place, type, id));
    changed(type);
  }

  private void changed(String type) {
    if (type.startsWith(IAM)) {
      identityChanges.incrementAndGet();
    }
  }

  /** Returns how often IAM resources have changed, for caches of what was read of them. */
  public long identityChanges() {
    return identityChanges.get();
  }

  private static Key key(AccountRegion place, String type, String id) {
    return new Key(place.account().value(), region(place, type), type, id);
  }

  private static String region(AccountRegion place, String type) {
    return type.startsWith(IAM) ? "" : place.region().id();
  }
}
