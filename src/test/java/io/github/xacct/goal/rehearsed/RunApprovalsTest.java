package io.github.xacct.goal.rehearsed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunApprovalsTest {
  private static final List<String> TWO = List.of("Lead", "QA");

  @Test
  void refusesAtOnceWhereNobodyCanBeAsked() {
    assertThatThrownBy(() -> RunApprovals.of(null, TWO, false))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The pipeline requires approval by Lead, QA, and there is no terminal to prompt on.
            Try: decide beforehand: -Dxacct.approve=all, none, or names, comma-separated.
                 Nothing was run.""");
    assertThat(RunApprovals.of(null, List.of(), false)).isNotNull();
  }

  @Test
  void takesWhatIsSaidBeforehand() {
    assertThat(approving("all")).containsExactly("Lead", "QA");
    assertThat(approving("none")).isEmpty();
    assertThat(approving("QA")).containsExactly("QA");
    assertThat(approving("QA, Lead")).containsExactly("Lead", "QA");
  }

  @Test
  void refusesANameThatNobodyHas() {
    assertThatThrownBy(() -> RunApprovals.of("Boss", TWO, true))
        .hasMessage(
            "xacct.approve: no approver is called 'Boss': write all, none or some of Lead, QA.");
  }

  private static List<String> approving(String written) {
    var approvals = RunApprovals.of(written, TWO, false);
    return TWO.stream().filter(name -> approvals.approved(name, "", Optional.empty())).toList();
  }
}
