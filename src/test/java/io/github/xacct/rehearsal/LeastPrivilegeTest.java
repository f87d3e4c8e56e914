package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.plan.Access;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeastPrivilegeTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/deploy";

  private static final List<Access> USED =
      List.of(
          access("ecs:DescribeServices", "service/a/b", Map.of()),
          access("ecs:ListTasks", "*", Map.of("ecs:cluster", List.of("a"))),
          access("iam:PassRole", "role/task", Map.of()),
          access("iam:PassRole", "role/execution", Map.of()));

  @Test
  void nothingMissingNothingUnused() {
    var least =
        new LeastPrivilege(
            Stage.json(
                """
                {'Version':'2012-10-17','Statement':[
                  {'Sid':'Look','Effect':'Allow','Action':'ecs:DescribeServices',
                   'Resource':'service/a/b'},
                  {'Sid':'List','Effect':'Allow','Action':['ecs:ListTasks'],'Resource':'*',
                   'Condition':{'StringEquals':{'ecs:cluster':'a'}}},
                  {'Sid':'Pass','Effect':'Allow','Action':'iam:PassRole',
                   'Resource':['role/task','role/execution']}]}
                """),
            USED);

    assertThat(least.missing()).isEmpty();
    assertThat(least.unused()).isEmpty();
    assertThat(least.parts()).isEqualTo(5);
  }

  @Test
  void reportsWhatIsMissingAndWhatIsUnused() {
    var least =
        new LeastPrivilege(
            Stage.json(
                """
                {'Version':'2012-10-17','Statement':[
                  {'Sid':'Look','Effect':'Allow',
                   'Action':['ecs:DescribeServices','ecs:DescribeTasks'],
                   'Resource':['service/a/b','service/c/d']},
                  {'Sid':'List','Effect':'Allow','Action':['ecs:ListTasks'],'Resource':'*',
                   'Condition':{'StringEquals':{'ecs:cluster':'other'}}},
                  {'Effect':'Allow','Action':'iam:PassRole','Resource':'role/*'}]}
                """),
            USED);

    assertThat(least.missing()).containsExactly("ecs:ListTasks on *");
    assertThat(least.unused())
        .containsExactly("List: ecs:ListTasks", "Look: ecs:DescribeTasks", "Look: service/c/d");
  }

  @Test
  void anActionThatAnotherStatementAllowsTooIsUnused() {
    var least =
        new LeastPrivilege(
            Stage.json(
                """
                {'Version':'2012-10-17','Statement':[
                  {'Sid':'One','Effect':'Allow','Action':'ecs:*','Resource':'*'},
                  {'Sid':'Two','Effect':'Allow','Action':'ecs:ListTasks','Resource':'*'}]}
                """),
            USED);

    assertThat(least.unused()).containsExactly("Two: ecs:ListTasks");
    assertThat(least.missing())
        .containsExactly("iam:PassRole on role/execution", "iam:PassRole on role/task");
  }

  private static Access access(String action, String resource, Map<String, List<String>> context) {
    return new Access(ROLE, action, resource, context);
  }
}
