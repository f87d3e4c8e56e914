package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a trust policy that can be read has against the builder. */
class DeployRoleTrustTest {
  private static final String BUILDER = "arn:aws:iam::111111111111:role/build";
  private static final String ONE_ID =
      ", \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"ext-2\"}}";

  private String trusted = BUILDER;
  private String condition = "";
  private Answer.Kind kind = Answer.Kind.FOUND;

  @Test
  void hasNothingAgainstWhomItNames() {
    assertThat(objection()).isEmpty();
  }

  @Test
  void namesAnotherBuilder() {
    trusted = BUILDER + "-old";
    assertThat(objection().orElseThrow()).startsWith("Its trust policy: no statement allows");
  }

  @Test
  void asksForAnotherExternalId() {
    condition = ONE_ID;
    assertThat(objection())
        .contains("Its trust policy refuses the external id, or that there is none.");
  }

  @Test
  void isOfARoleThatIsNotThere() {
    kind = Answer.Kind.MISSING;
    assertThat(objection()).contains("There is no such role.");
  }

  @Test
  void cannotBeReadByWhoMayNot() {
    kind = Answer.Kind.DENIED;
    assertThat(objection()).isEmpty();
  }

  private Optional<String> objection() {
    return new DeployRoleTrust(
            new SetUp(intent(), this::answer),
            RoleArn.parse("deploy", "aws", new AccountId("111111111111")))
        .objection();
  }

  private static Intent intent() {
    var environment =
        new Environment(
            "dev",
            new AccountId("111111111111"),
            new Region("eu-central-1"),
            Optional.of(RoleArn.parse("deploy", "aws", new AccountId("111111111111"))),
            Optional.empty(),
            Map.of(),
            "apps",
            "app",
            "app",
            "app",
            Optional.empty(),
            new TaskSettings(
                "app",
                new FargateSize(256, 512),
                Architecture.X86_64,
                Optional.of(RoleArn.parse("execution", "aws", new AccountId("111111111111"))),
                Optional.empty(),
                "app",
                8080,
                Map.of(),
                Map.of(),
                "/ecs/app",
                "/",
                List.of(),
                Map.of()),
            AppSpecSettings.none(),
            false,
            Map.of());
    var taskDefinition = GeneratedTaskDefinition.of(environment);
    return new Intent(
        new RegistrySettings(
            environment.account(), environment.region(), "app", false, false, false),
        environment,
        taskDefinition,
        AppSpec.of(environment.appSpec(), taskDefinition),
        Optional.empty(),
        Optional.empty(),
        ReleaseChecks.none());
  }

  private Answer answer(Question question) {
    var json = JsonNodeFactory.instance.objectNode();
    if (question.action().equals("sts:GetCallerIdentity")) {
      return Answer.found(
          json.put("Account", "111111111111")
              .put("Arn", "arn:aws:sts::111111111111:assumed-role/build/x"));
    }
    assertThat(List.of(question.action())).containsExactly("iam:GetRole");
    json.putObject("Role")
        .put(
            "AssumeRolePolicyDocument",
            """
            {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
              "Action": "sts:AssumeRole"%s}]}
            """
                .formatted(trusted, condition));
    return kind == Answer.Kind.FOUND ? Answer.found(json) : Answer.without(kind, "no");
  }
}
