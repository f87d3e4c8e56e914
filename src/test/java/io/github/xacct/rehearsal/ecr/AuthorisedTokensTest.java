package io.github.xacct.rehearsal.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.CannotStart;
import io.github.xacct.rehearsal.task.ImagePull;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The callers that get a registry password. */
class AuthorisedTokensTest {
  private static final AccountId ACCOUNT = new AccountId("222222222222");
  private static final Caller TASK =
      new Caller(
          ACCOUNT,
          "arn:aws:sts::222222222222:assumed-role/execution/ecs",
          "arn:aws:iam::222222222222:role/execution",
          "AROA:ecs");

  @TempDir Path folder;
  private final ResourceStore store = new ResourceStore();
  private final List<Access> granted = new ArrayList<>();
  private final RegistryTokens tokens =
      new AuthorisedTokens(caller -> "password", new Authority(new Iam(store), granted::add));

  @Test
  void anExecutionRoleThatMayNotLogInStopsItsTaskInEcssWords() {
    execution("arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS");
    var pull = new ImagePull(folder, () -> "host", tokens);

    assertThatThrownBy(() -> pull.pull("host/app@sha256:00", TASK, "amd64"))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution"
                + " resource retrieval failed: unable to retrieve ecr registry auth: service call"
                + " has been retried 1 time(s): AccessDeniedException: User: "
                + TASK.arn()
                + " is not authorized to perform: ecr:GetAuthorizationToken on resource: * because"
                + " no identity-based policy allows the ecr:GetAuthorizationToken action");
    assertThat(granted).isEmpty();
  }

  @Test
  void oneThatMayGetsItsPassword() {
    execution("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");

    assertThat(tokens.passwordFor(TASK)).isEqualTo("password");
    assertThat(granted).extracting(Access::action).containsExactly("ecr:GetAuthorizationToken");
  }

  private void execution(String managedPolicy) {
    var role = Json.object();
    role.putArray("ManagedPolicyArns").add(managedPolicy);
    store.put(Identities.place(ACCOUNT), Identity.ROLE, "execution", role);
  }
}
