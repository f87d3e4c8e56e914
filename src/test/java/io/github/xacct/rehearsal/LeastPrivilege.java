package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a policy with its use: missing permissions, and each action or resource that could be
 * removed while all accesses stay allowed. Feed it with {@link Rehearsal#onAccess}.
 */
public final class LeastPrivilege {
  private final ObjectNode policy;
  private final Set<Access> used;

  /**
   * Creates the comparison.
   *
   * @param policy document of a user or role
   * @param used accesses of one principal, see {@link #by}
   */
  public LeastPrivilege(JsonNode policy, Collection<Access> used) {
    this.policy = policy.deepCopy();
    this.used = new LinkedHashSet<>(used);
  }

  /**
   * Returns the policies of a role or user of a rehearsal as one document.
   *
   * @param names of policies; all if empty
   */
  public static ObjectNode policyOf(Rehearsal rehearsal, String principalArn, String... names) {
    Identity identity = new Identities(rehearsal.store()).find(principalArn).orElseThrow();
    ObjectNode all = Json.object().put("Version", "2012-10-17");
    ArrayNode statements = all.putArray("Statement");
    List<String> meant = List.of(names);
    for (IamPolicy policy : identity.policies()) {
      if (!meant.isEmpty() && !meant.contains(policy.name())) {
        continue;
      }
      try {
        JsonNode document = Json.JSON.readTree(policy.document().orElseThrow());
        statements.addAll(list(document.path("Statement")));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return all;
  }

  /** Replaces all inline policies of a role by this one. */
  public static void replace(Rehearsal rehearsal, String roleArn, ObjectNode policy) {
    ResourceStore store = rehearsal.store();
    AccountRegion place = Identities.place(new AccountId(roleArn.split(":")[4]));
    String name = AccountRegion.nameIn(roleArn);
    store.edit(
        place,
        Identity.ROLE,
        name,
        role ->
            role.putArray("Policies")
                .addObject()
                .put("PolicyName", "only")
                .set("PolicyDocument", policy));
    store
        .all(place, "AWS::IAM::Policy")
        .forEach(
            (id, attached) -> {
              if (Json.textsOf(attached.path("Roles")).contains(name)) {
                store.edit(place, "AWS::IAM::Policy", id, p -> p.putArray("Roles"));
              }
            });
  }

  /** Returns the distinct accesses of a principal. */
  public static List<Access> by(String principalArn, Collection<Access> all) {
    return all.stream().filter(a -> a.principalArn().equals(principalArn)).distinct().toList();
  }

  /** Returns the accesses that are not allowed, as {@code action on resource}. */
  public Set<String> missing() {
    var missing = new TreeSet<String>();
    used.stream()
        .filter(access -> !allows(policy, access))
        .forEach(access -> missing.add(access.action() + " on " + access.resource()));
    return missing;
  }

  /** Returns what could be removed, as {@code Sid: action} or {@code Sid: resource}. */
  public Set<String> unused() {
    var unused = new TreeSet<String>();
    List<Access> allowed = used.stream().filter(access -> allows(policy, access)).toList();
    for (Mutant mutant : mutants()) {
      if (allowed.stream().allMatch(access -> allows(mutant.policy(), access))) {
        unused.add(mutant.without());
      }
    }
    return unused;
  }

  /** Returns the number of parts that can be removed one by one. */
  public int parts() {
    return mutants().size();
  }

  /**
   * A policy with one part removed.
   *
   * @param without description of the removed part
   */
  public record Mutant(String without, ObjectNode policy) {}

  /** Returns the policies without one action or one resource each. */
  public List<Mutant> mutants() {
    List<Mutant> mutants = new ArrayList<>();
    for (int i = 0; i < statements(policy).size(); i++) {
      for (String member : List.of("Action", "Resource")) {
        ArrayNode all = list(statements(policy).get(i).path(member));
        for (int j = 0; j < all.size(); j++) {
          boolean only = all.size() == 1;
          if (!only || member.equals("Action")) {
            mutants.add(mutant(i, member, j, only));
          }
        }
      }
    }
    return mutants;
  }

  private Mutant mutant(int statement, String member, int part, boolean whole) {
    ObjectNode changed = policy.deepCopy();
    ObjectNode target = (ObjectNode) statements(changed).get(statement);
    ArrayNode rest = list(target.path(member));
    String name = target.path("Sid").asText(String.valueOf(statement + 1));
    String without = name + ": " + rest.remove(part).asText();
    if (whole) {
      ArrayNode statements = list(changed.path("Statement"));
      statements.remove(statement);
      changed.set("Statement", statements);
    } else {
      target.set(member, rest);
    }
    return new Mutant(without, changed);
  }

  private static boolean allows(ObjectNode policy, Access access) {
    if (statements(policy).isEmpty()) {
      return false;
    }
    return io.github.xacct.policy.Policy.ofIdentity(policy.toString())
        .decide(Iam.request(access))
        .allowed();
  }

  private static ArrayNode statements(ObjectNode policy) {
    return list(policy.path("Statement"));
  }

  private static ArrayNode list(JsonNode node) {
    return node instanceof ArrayNode array ? array : Json.array().add(node);
  }
}
