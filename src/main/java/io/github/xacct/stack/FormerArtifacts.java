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
 * The stack of artifacts in a region that has left the pom. Nobody deletes it by itself: a pipeline
 * may run still that reads from its bucket.
 *
 * @param name of the stack
 * @param place where it was made
 * @param outputs of it, as bootstrap found them
 */
public record FormerArtifacts(String name, StackLocation place, Map<String, String> outputs) {
  private static final String KEY = "ArtifactKeyArn";
  private static final String BUCKET = "ArtifactBucketName";

  /** Those that an earlier bootstrap made, and the plan does not have. */
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

  /** Those that may stand still, of which it warns. */
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

  /** What is reported of it; empty if it does not exist any more. */
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

  /** What is known of the development account, with these that may stand. */
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
