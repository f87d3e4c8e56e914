package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.preflight.Question.Side;
import io.github.xacct.preflight.Secrets.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that the secrets and parameters exist, have the named keys, and can be read by the task.
 */
final class SecretCheck {
  private final SetUp setUp;
  private final List<Named> named;
  private final List<String> open = new ArrayList<>();

  SecretCheck(SetUp setUp) {
    this.setUp = setUp;
    this.named = Secrets.of(setUp.intent);
  }

  CheckVerdict verdict() {
    if (named.isEmpty()) {
      return CheckVerdict.ok("none named");
    }
    named.stream().filter(this::here).forEach(this::ahead);
    var parameters = parameters();
    var problems = new ArrayList<CheckVerdict>();
    for (Named one : named) {
      if (!here(one)) {
        open.add(one.variable() + " is in another account or region: " + one.arn().orElse(""));
        continue;
      }
      var problem = one.ofSecretsManager() ? secret(one) : parameter(one, parameters);
      problem.ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      return together(problems);
    }
    return mayRead()
        .orElseGet(
            () ->
                open.isEmpty()
                    ? CheckVerdict.ok(named.size() + " there, with their keys")
                    : CheckVerdict.skipped("not all could be checked: " + String.join("; ", open)));
  }

  /** Combines the problems, so that all missing secrets are reported together. */
  private static CheckVerdict together(List<CheckVerdict> problems) {
    if (problems.size() == 1) {
      return problems.get(0);
    }
    var all =
        CheckVerdict.fail(problems.size() + " secrets or parameters cannot be used as referenced.");
    for (CheckVerdict problem : problems) {
      all = all.evidence(problem.words()).evidence(problem.evidence().toArray(String[]::new));
      all = all.fix(problem.fix().toArray(String[]::new));
    }
    return all;
  }

  private boolean here(Named one) {
    return one.within(setUp.environment.account().value(), setUp.environment.region().id());
  }

  private void ahead(Named one) {
    if (one.ofSecretsManager()) {
      setUp.facts.ahead(question(one));
    }
  }

  /** The request: only the value of a secret shows its keys; otherwise its description suffices. */
  private static Question question(Named one) {
    return Question.target(
            one.jsonKey().isPresent()
                ? "secretsmanager:GetSecretValue"
                : "secretsmanager:DescribeSecret")
        .with("SecretId", one.id());
  }

  private Optional<CheckVerdict> secret(Named one) {
    var question = question(one);
    var answer = setUp.facts.ask(question);
    if (answer.denied()) {
      open.add("needs " + question.action() + " on " + one.id());
      return Optional.empty();
    }
    var found = answer.orMissing(question);
    if (found.isEmpty() || found.get().hasNonNull("DeletedDate")) {
      return Optional.of(
          missing(
              one,
              "secret",
              "aws secretsmanager create-secret --name "
                  + one.id().replaceAll(".*:secret:|-[A-Za-z0-9]{6}$", "")));
    }
    if (one.jsonKey().isPresent()
        && !JsonLists.texts(found.get().path("@Keys")).contains(one.jsonKey().get())) {
      return Optional.of(
          CheckVerdict.fail(
                  "Secret %s has no key %s for %s."
                      .formatted(one.id(), one.jsonKey().get(), one.variable()))
              .evidence("Its keys: " + Snippets.list(JsonLists.texts(found.get().path("@Keys"))))
              .fix("add the key to the secret's JSON, or correct <secrets>."));
    }
    return Optional.empty();
  }

  private Optional<CheckVerdict> parameter(Named one, Optional<Set<String>> existing) {
    if (existing.isEmpty()
        || existing.get().contains(one.id())
        || existing.get().contains("/" + one.id())) {
      return Optional.empty();
    }
    return Optional.of(
        missing(one, "parameter", "aws ssm put-parameter --type SecureString --name " + one.id()));
  }

  private CheckVerdict missing(Named one, String kind, String command) {
    return CheckVerdict.fail(
            "There is no " + kind + " " + one.id() + " for " + one.variable() + ".")
        .evidence(
            one.ofSecretsManager()
                ? setUp.evidence(question(one))
                : "ssm:DescribeParameters finds none of that name.")
        .fix(command + " --region " + setUp.environment.region() + " ...", "or correct <secrets>.");
  }

  /** The names of the parameters that exist; empty if they cannot be read. */
  private Optional<Set<String>> parameters() {
    var names = new ArrayList<String>();
    named.stream()
        .filter(one -> !one.ofSecretsManager() && here(one))
        .forEach(
            one -> {
              names.add(one.id());
              if (!one.id().startsWith("/") && !one.id().contains("/")) {
                names.add("/" + one.id());
              }
            });
    if (names.isEmpty()) {
      return Optional.of(Set.of());
    }
    var filter = JsonNodeFactory.instance.arrayNode();
    var values = filter.addObject().put("Key", "Name").put("Option", "Equals").putArray("Values");
    names.stream().distinct().forEach(values::add);
    var question = Question.target("ssm:DescribeParameters").with("ParameterFilters", filter);
    var answer = setUp.facts.ask(question);
    if (answer.denied()) {
      open.add("needs " + question.action());
      return Optional.empty();
    }
    Set<String> found = new HashSet<>();
    answer
        .orMissing(question)
        .ifPresent(
            json -> {
              for (JsonNode parameter : json.path("Parameters")) {
                found.add(parameter.path("Name").asText());
              }
            });
    return Optional.of(found);
  }

  private Optional<CheckVerdict> mayRead() {
    var role = setUp.intent.executionRole();
    var needs =
        named.stream()
            .filter(this::here)
            .map(
                one ->
                    one.ofSecretsManager()
                        ? new Need("secretsmanager:GetSecretValue", one.id())
                        : new Need("ssm:GetParameters", parameterArn(one)))
            .distinct()
            .toList();
    if (role.isEmpty()) {
      return Optional.empty();
    }
    List<SimulatedPermissions.Decided> refused;
    try {
      refused = SimulatedPermissions.of(setUp, Side.TARGET, role.get().toString(), needs).refused();
    } catch (Skip e) {
      return Optional.empty(); // reported by task.execution-role
    }
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        CheckVerdict.fail("The execution role " + role.get() + " may not read the task's secrets.")
            .evidence(
                refused.stream().map(SimulatedPermissions.Decided::words).toArray(String[]::new))
            .fix("Add to its policy:")
            .fix(
                Snippets.statement(
                    "ReadSecrets",
                    refused.stream().map(SimulatedPermissions.Decided::need).toList())));
  }

  private String parameterArn(Named one) {
    return one.arn()
        .orElseGet(
            () ->
                setUp.intent.arn(
                    "ssm", "parameter" + (one.id().startsWith("/") ? "" : "/") + one.id()));
  }
}
