package io.github.xacct.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.event.Event;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.policy.Policy;
import io.github.xacct.rehearsal.Refusals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

class EcrRepositoryTest {
  @TempDir Path folder;

  @Test
  void createsTheRepositoryAsWishedOnceAndLetsTheExecutionRolesPull() {
    var waited = new ArrayList<String>();
    try (var aws = RehearsedAws.in(folder).withoutRepository(true).start();
        var session = aws.builder()) {
      var repository = repository(aws, session);
      assertThat(repository.loginIfThere()).isEmpty();
      assertThat(repository.futureUri())
          .isEqualTo("111111111111.dkr.ecr.eu-central-1.amazonaws.com/team/demo");

      var login = repository.login(() -> waited.add("before"));
      var again = repository.login(() -> waited.add("never"));

      assertThat(waited).containsExactly("before");
      assertThat(login.repositoryUri()).isEqualTo(aws.rehearsal.registryHost() + "/team/demo");
      assertThat(login.proxyEndpoint()).hasToString("http://" + aws.rehearsal.registryHost());
      assertThat(login.user()).isEqualTo("AWS");
      assertThat(login.immutableTags()).isTrue();
      assertThat(again.repositoryUri()).isEqualTo(login.repositoryUri());
      assertThat(login.toString()).doesNotContain(login.password());
      assertThat(aws.events)
          .filteredOn(Event.RepositoryCreated.class::isInstance)
          .containsExactly(new Event.RepositoryCreated(login.repositoryUri()));
      assertThat(aws.calls)
          .filteredOn(call -> call.operation().equals("CreateRepository"))
          .hasSize(1);

      var ecr = session.client(EcrClient.builder());
      var made = ecr.describeRepositories(r -> r.repositoryNames("team/demo")).repositories();
      assertThat(made.get(0).imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
      assertThat(made.get(0).imageScanningConfiguration().scanOnPush()).isTrue();
      assertThat(ecr.getRepositoryPolicy(r -> r.repositoryName("team/demo")).policyText())
          .contains("arn:aws:iam::222222222222:root", "role/demo-execution", "ecr:BatchGetImage")
          .satisfies(Policy::ofResource);
    }
  }

  /** The run that created it has set a policy, which may differ. */
  @Test
  void theOneOfTwoRunsThatIsLaterLeavesThePolicyOfTheOther() {
    try (var aws = RehearsedAws.in(folder).withoutRepository(true).start();
        var session = aws.builder()) {
      var ecr = session.client(EcrClient.builder());
      String others =
          PullPolicy.of(List.of(new RoleArn("aws", new AccountId("222222222222"), "other")));
      var login =
          repository(aws, session)
              .login(
                  () -> {
                    ecr.createRepository(r -> r.repositoryName("team/demo"));
                    ecr.setRepositoryPolicy(r -> r.repositoryName("team/demo").policyText(others));
                  });

      assertThat(login.repositoryUri()).endsWith("/team/demo");
      assertThat(ecr.getRepositoryPolicy(r -> r.repositoryName("team/demo")).policyText())
          .contains("role/other")
          .doesNotContain("demo-execution");
      assertThat(aws.events)
          .contains(
              new Event.Note(
                  "Another run has created ECR repository team/demo; its policy stays as it is."))
          .noneMatch(Event.RepositoryCreated.class::isInstance);
    }
  }

  @Test
  void aRepositoryThatIsMissingAndNotOursToCreateIsTold() {
    try (var aws = RehearsedAws.in(folder).withoutRepository(false).start();
        var session = aws.builder()) {
      assertThatThrownBy(() -> repository(aws, session).login(() -> {}))
          .isInstanceOf(XacctException.class)
          .hasMessage(
              """
              There is no ECR repository team/demo in account 111111111111, region eu-central-1.
              Try: create it, or let push-ecr do so: <registry><createRepository>true
                   or correct <registry><repository>.""");
      assertThatThrownBy(() -> repository(aws, session).loginIfThere())
          .hasMessageStartingWith("There is no ECR repository team/demo");
    }
  }

  @Test
  void whatECRRefusesIsToldInItsOwnWords() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.builder()) {
      Refusals.deny(aws.rehearsal, "GetAuthorizationToken");
      assertThatThrownBy(() -> repository(aws, session).login(() -> {}))
          .isInstanceOf(XacctException.class)
          .hasMessageMatching(
              """
              Cannot log in to ECR\\.
              AWS said: AccessDeniedException - User: arn:aws:iam::111111111111:user/\\S+ is not \
              authorized to perform: ecr:GetAuthorizationToken \\(request [0-9a-f-]{36}\\)
              Try: allow that action in the policy of the user or role that AWS names above\\.""");
    }
  }

  private static EcrRepository repository(RehearsedAws aws, AwsSession session) {
    List<RoleArn> pullers = List.of(aws.environment.task().executionRole().orElseThrow());
    return new EcrRepository(session, aws.registry, pullers, aws.events::add);
  }
}
