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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * What stands in all accounts, each thing as CloudFormation would write it: roles, repositories,
 * listeners, alarms, secrets. The APIs report of these things, whoever made them: the plan, a stack
 * or a call. What runs (tasks, requests, deployments) is not here.
 */
public final class ResourceStore {
  /** IAM is not regional; its things stand here, whichever region asks. */
  private static final String IAM = "AWS::IAM::";

  /**
   * Where a thing is found.
   *
   * @param account twelve digits
   * @param region empty for what is not regional
   * @param type as CloudFormation calls it, such as {@code AWS::IAM::Role}
   * @param id physical id, what {@code Ref} gives: a role's name, a listener's ARN
   */
  private record Key(String account, String region, String type, String id) {}

  /** A thing, where it stands, and a copy of its properties. */
  public record Resource(AccountRegion place, String id, ObjectNode properties) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::account)
          .thenComparing(Key::region)
          .thenComparing(Key::type)
          .thenComparing(Key::id);

  /**
   * Has the ARN of the stack that a thing belongs to; an empty text if that stack has let it go.
   * The plan's default world leaves such a thing as it is.
   */
  public static final String OF_A_STACK = "@OfAStack";

  private final Map<Key, ObjectNode> things = new ConcurrentSkipListMap<>(ORDER);

  /** How the things would be that a set-up fault has changed or taken away. */
  private final Map<Key, ObjectNode> sound = new ConcurrentHashMap<>();

  /** Makes a thing, or gives it other properties. */
  public void put(AccountRegion place, String type, String id, ObjectNode properties) {
    Key key = key(place, type, id);
    ObjectNode now = properties.deepCopy();
    carryOver(key, things.put(key, now), now);
  }

  /** The same, but what a stack has made stays as it is. */
  public void plan(AccountRegion place, String type, String id, ObjectNode properties) {
    if (!ofAStack(place, type, id)) {
      put(place, type, id, properties);
    }
  }

  /** Whether a stack has made it, be it that the stack has let it go since. */
  public boolean ofAStack(AccountRegion place, String type, String id) {
    return find(place, type, id).filter(p -> p.has(OF_A_STACK)).isPresent();
  }

  /** What these faults change will not outlive the rehearsal: see {@link #sound}. */
  public void pretend(Runnable faults) {
    Map<Key, ObjectNode> before = new TreeMap<>(ORDER);
    before.putAll(things);
    faults.run();
    before.forEach(
        (key, properties) -> {
          if (!properties.equals(things.get(key))) {
            sound.put(key, properties);
          }
        });
  }

  /** A copy of what a thing's properties would be without the faults. */
  public Optional<ObjectNode> sound(AccountRegion place, String type, String id) {
    return Optional.ofNullable(sound.get(key(place, type, id)))
        .map(ObjectNode::deepCopy)
        .or(() -> find(place, type, id));
  }

  /** What changes in a thing with a fault changes in the sound one too, member by member. */
  private void carryOver(Key key, ObjectNode earlier, ObjectNode now) {
    sound.computeIfPresent(
        key,
        (k, kept) -> {
          if (earlier == null) {
            return null; // made anew, in place of what a fault had taken away
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

  /** A copy of a thing's properties. */
  public Optional<ObjectNode> find(AccountRegion place, String type, String id) {
    return Optional.ofNullable(things.get(key(place, type, id))).map(ObjectNode::deepCopy);
  }

  /** Copies of all things of a type, by their ids, sorted. */
  public Map<String, ObjectNode> all(AccountRegion place, String type) {
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    String region = region(place, type);
    things.forEach(
        (key, properties) -> {
          if (key.account().equals(place.account().value())
              && key.region().equals(region)
              && key.type().equals(type)) {
            found.put(key.id(), properties.deepCopy());
          }
        });
    return found;
  }

  /** The same with each thing's place. */
  public List<Resource> things(AccountRegion place, String type) {
    return all(place, type).entrySet().stream()
        .map(e -> new Resource(place, e.getKey(), e.getValue()))
        .toList();
  }

  /** Copies of all things of a regional type, wherever they stand. */
  public List<Resource> everywhere(String type) {
    List<Resource> found = new ArrayList<>();
    things.forEach(
        (key, properties) -> {
          if (key.type().equals(type)) {
            AccountRegion place =
                new AccountRegion(new AccountId(key.account()), new Region(key.region()));
            found.add(new Resource(place, key.id(), properties.deepCopy()));
          }
        });
    return found;
  }

  /** Whether such a thing stands there. */
  public boolean has(AccountRegion place, String type, String id) {
    return things.containsKey(key(place, type, id));
  }

  /** Changes a thing in one step; nothing happens if it is not there. */
  public void edit(AccountRegion place, String type, String id, Consumer<ObjectNode> change) {
    Key key = key(place, type, id);
    things.computeIfPresent(
        key,
        (k, properties) -> {
          ObjectNode changed = properties.deepCopy();
          change.accept(changed);
          carryOver(key, properties, changed);
          return changed;
        });
  }

  /** Takes a thing away, if it is there. */
  public void remove(AccountRegion place, String type, String id) {
    things.remove(key(place, type, id));
    sound.remove(key(place, type, id));
  }

  private static Key key(AccountRegion place, String type, String id) {
    return new Key(place.account().value(), region(place, type), type, id);
  }

  private static String region(AccountRegion place, String type) {
    return type.startsWith(IAM) ? "" : place.region().id();
  }
}
