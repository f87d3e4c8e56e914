package io.github.xacct.stack;

import io.github.xacct.model.Arn;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The artifact stack of a region that is no longer in the POM. It is not deleted automatically,
 * because a pipeline that still runs may read from its bucket.
 *
 * @param name of the stack
 * @param place account and region of the stack
 * @param outputs outputs of the stack, as recorded by bootstrap
 */
public record FormerArtifacts(String name, StackLocation place, Map<String, String> outputs) {
  private static final String KEY = "ArtifactKeyArn";
  private static final String BUCKET = "ArtifactBucketName";

  /**
   * Returns the artifact stacks that an earlier bootstrap created and the plan does not contain.
   */
  public static List<FormerArtifacts> of(EnvironmentsFile known, StackPlan plan) {
    var outputs = known.tools().map(EnvironmentsFile.Entry::outputs).orElse(Map.of());
    var names = plan.all().stream().map(Stack::name).toList();
    var tooling = plan.tooling();
    var former = new ArrayList<FormerArtifacts>();
    outputs.forEach(
        (key, arn) -> {
          if (key.endsWith(KEY) && !key.equals(KEY) && Arn.isMeant(arn)) {
            var region = new Region(Arn.parse(arn).region());
            String name = tooling.values().get("AppName") + "-artifacts-" + region;
            if (!names.contains(name)) {
              String prefix = key.substring(0, key.length() - KEY.length());
              former.add(
                  new FormerArtifacts(
                      name,
                      new StackLocation(StackLocation.TOOLS, tooling.place().account(), region),
                      only(prefix, outputs)));
            }
          }
        });
    return former;
  }

  /** Returns those that may still exist, with a warning for each. */
  public static List<FormerArtifacts> standing(
      EnvironmentsFile known, StackPlan plan, Accounts accounts, Consumer<String> warn) {
    var standing = new ArrayList<FormerArtifacts>();
    for (FormerArtifacts former : of(known, plan)) {
      former
          .words(accounts)
          .ifPresent(
              text -> {
                warn.accept(text);
                standing.add(former);
              });
    }
    return standing;
  }

  private static Map<String, String> only(String prefix, Map<String, String> outputs) {
    var own = new LinkedHashMap<String, String>();
    for (String output : List.of(prefix + BUCKET, prefix + KEY)) {
      Optional.ofNullable(outputs.get(output)).ifPresent(value -> own.put(output, value));
    }
    return own;
  }

  /** Returns the warning for the stack; empty if it no longer exists. */
  public Optional<String> words(Accounts accounts) {
    try {
      return accounts.in(place).look(name).filter(state -> !state.isEmpty()).isPresent()
          ? Optional.of(name + " in " + place + " still exists, though " + rest())
          : Optional.empty();
    } catch (XacctException e) {
      return Optional.of(
          "whether %s in %s still exists is unknown (%s); %s"
              .formatted(name, place, String.join("; ", e.evidence()), rest()));
    }
  }

  private String rest() {
    String stack = "--stack-name " + name + " --region " + place.region();
    return """
        no environment of the pom is in that region any more. Once no execution of the pipeline \
        needs it: aws cloudformation update-termination-protection \
        --no-enable-termination-protection %s, then aws cloudformation delete-stack %s. Its bucket \
        and its key stay, and cost: %s"""
        .formatted(stack, stack, String.join(", ", outputs.values()));
  }

  /** Returns the file with the outputs of these stacks added to the development account's. */
  public static EnvironmentsFile kept(List<FormerArtifacts> standing, EnvironmentsFile found) {
    return found
        .tools()
        .map(
            tools -> {
              var outputs = new LinkedHashMap<>(tools.outputs());
              standing.forEach(former -> outputs.putAll(former.outputs()));
              return found.withTools(
                  new EnvironmentsFile.Entry(
                      tools.account(), tools.region(), tools.role(), tools.externalId(), outputs));
            })
        .orElse(found);
  }
}
