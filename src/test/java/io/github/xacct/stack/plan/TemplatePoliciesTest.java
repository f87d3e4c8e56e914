package io.github.xacct.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policies in all templates. */
class TemplatePoliciesTest {
  private static final String CONNECTION =
      "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52";

  /**
   * From CodeBuild's page "Encrypt build outputs using a customer managed key", without its
   * wildcards; data key pairs are for signing, which builds do not do.
   */
  private static final Set<String> OF_A_KEY =
      Set.of(
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo");

  private static List<Template> templates() {
    var pipeline = BootstrapRequests.usual().pipeline(CONNECTION).plan().pipeline().orElseThrow();
    var oidc = BootstrapRequests.usual().oidc().plan().pipeline().orElseThrow();
    return List.of(
        Template.TOOLING,
        Template.artifacts(new Region("eu-west-1")),
        Template.NETWORK,
        Template.SERVICE,
        Template.CODEDEPLOY,
        Template.ROLE,
        pipeline.template(),
        oidc.template());
  }

  /** A key policy delegates to IAM, and a denial may use wildcards. */
  @Test
  void nothingIsAllowedByAWildcardOfActions() {
    int actions = 0;
    for (Template template : templates()) {
      for (JsonNode statement : statements(template)) {
        for (String action : texts(statement.path("Action"))) {
          actions++;
          assertThat(
                  action.contains("*")
                      && statement.path("Effect").asText().equals("Allow")
                      && !statement.path("Sid").asText().equals("AllowIamPolicies"))
              .as(template.id() + ": " + statement)
              .isFalse();
        }
      }
    }
    assertThat(actions).isGreaterThan(200);
  }

  @Test
  void whoeverBuildsWithAKeyMayUseItAsCodeBuildAsks() {
    int projects = 0;
    for (Template template : templates()) {
      for (var project : of(template, "AWS::CodeBuild::Project")) {
        projects++;
        String key = project.path("EncryptionKey").asText().replace(".Arn", "");
        String role = project.path("ServiceRole").asText().replace(".Arn", "");
        var granted = new TreeSet<String>();
        for (JsonNode statement : statementsOf(template, role)) {
          if (texts(statement.path("Resource")).stream()
              .anyMatch(resource -> resource.replace(".Arn", "").equals(key))) {
            granted.addAll(texts(statement.path("Action")));
          }
        }
        assertThat(granted).as(role).isEqualTo(new TreeSet<>(OF_A_KEY));
      }
    }
    assertThat(projects).isEqualTo(7);
  }

  private static List<JsonNode> of(Template template, String type) {
    return template.resources().values().stream()
        .filter(resource -> resource.path("Type").asText().equals(type))
        .map(resource -> resource.path("Properties"))
        .toList();
  }

  /** Returns the statements of a role and of the policies attached to it. */
  private static List<JsonNode> statementsOf(Template template, String role) {
    var statements = new ArrayList<JsonNode>();
    collect(template.resources().get(role).path("Properties").path("Policies"), statements);
    of(template, "AWS::IAM::Policy").stream()
        .filter(policy -> texts(policy.path("Roles")).contains(role))
        .forEach(policy -> collect(policy, statements));
    return statements;
  }

  private static List<JsonNode> statements(Template template) {
    var statements = new ArrayList<JsonNode>();
    for (Map.Entry<String, JsonNode> resource : template.resources().entrySet()) {
      collect(resource.getValue(), statements);
    }
    return statements;
  }

  private static void collect(JsonNode node, List<JsonNode> statements) {
    if (node.has("Effect") && node.has("Action")) {
      statements.add(node);
    }
    node.forEach(child -> collect(child, statements));
  }

  private static Set<String> texts(JsonNode node) {
    var texts = new HashSet<String>();
    (node.isArray() ? stream(node) : Stream.of(node)).forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    var all = new ArrayList<JsonNode>();
    array.forEach(all::add);
    return all.stream();
  }
}
