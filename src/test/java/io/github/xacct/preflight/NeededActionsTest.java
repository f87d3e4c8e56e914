package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of permissions must equal the policies in the documentation. */
class NeededActionsTest {
  /** Statements of the goal init and of notifications, which a deployment does not require. */
  private static final Set<String> NOT_OF_A_DEPLOYMENT =
      Set.of("TakeOverAService", "PublishToTheTopic");

  private final NeededActions needed = new NeededActions(Intents.withAutoScaling());
  private final List<Need> ofTheBuilder = new ArrayList<>();
  private final List<Need> ofTheDeployRole = new ArrayList<>();

  NeededActionsTest() {
    ofTheBuilder.addAll(needed.assumeRole());
    ofTheBuilder.addAll(needed.push());
    ofTheBuilder.addAll(needed.createRepository());
    ofTheDeployRole.addAll(needed.deployRole("CodeDeployDefault.ECSAllAtOnce"));
    ofTheDeployRole.addAll(needed.passRoles());
  }

  @Test
  void theReadmesPoliciesAllowAllOfThem() throws Exception {
    // Told beside the policy: only with session tags.
    assertThat(refused("## The builder's policy", ofTheBuilder))
        .extracting(Need::action)
        .containsExactly("sts:TagSession");
    assertThat(refused("Its permissions are", ofTheDeployRole)).isEmpty();
  }

  @Test
  void theReadmesPoliciesAllowNothingElse() throws Exception {
    assertThat(actions("## The builder's policy")).isSubsetOf(actions(ofTheBuilder));
    assertThat(actions("Its permissions are")).isEqualTo(actions(ofTheDeployRole));
  }

  @Test
  void thePolicyForDeploymentsOfEcsItselfAllowsAllOfThemAndNothingElse() throws Exception {
    String heading = "## The deploy role of a service that ECS itself deploys";
    var needs = new ArrayList<>(needed.deployRoleOfEcs());
    needs.addAll(needed.passRoles());

    assertThat(refused(heading, needs)).isEmpty();
    assertThat(actions(heading)).isEqualTo(actions(needs));
  }

  private static List<Need> refused(String heading, List<Need> needs) throws Exception {
    var policy = Policy.ofIdentity(policy(heading).toString());
    return needs.stream()
        .filter(
            need -> {
              var request =
                  AccessRequest.of(
                      new Principal.Aws(Intents.TOOLS, "arn:x", "arn:x"),
                      need.action(),
                      need.resource());
              request = request.with(Need.REGION, "eu-central-1");
              for (var key : need.context().entrySet()) {
                request = request.with(key.getKey(), key.getValue());
              }
              return !policy.decide(request).allowed();
            })
        .toList();
  }

  private static Set<String> actions(List<Need> needs) {
    var actions = new TreeSet<String>();
    needs.forEach(need -> actions.add(need.action()));
    return actions;
  }

  private static Set<String> actions(String heading) throws Exception {
    var actions = new TreeSet<String>();
    for (JsonNode statement : policy(heading).path("Statement")) {
      if (NOT_OF_A_DEPLOYMENT.contains(statement.path("Sid").asText())) {
        continue;
      }
      JsonNode action = statement.path("Action");
      if (action.isTextual()) {
        actions.add(action.asText());
      }
      action.forEach(one -> actions.add(one.asText()));
    }
    return actions;
  }

  private static JsonNode policy(String heading) throws Exception {
    String readme = Files.readString(Path.of("docs", "policies.md"));
    String below = readme.substring(readme.indexOf(heading));
    String block = below.substring(below.indexOf("```json\n") + "```json\n".length());
    return new ObjectMapper().readTree(block.substring(0, block.indexOf("```")));
  }
}
