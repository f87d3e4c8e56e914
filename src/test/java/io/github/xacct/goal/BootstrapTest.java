package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.Stack;
import io.github.xacct.stack.Wishes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bootstrap of three accounts, over the wire. */
class BootstrapTest {
  @TempDir Path folder;

  @Test
  void makesEveryStackInOrderAndASecondRunChangesNothing() {
    var plan = Wishes.usual().plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      List<ChangeSet> first = aws.bootstrap(plan);
      assertThat(first).hasSize(13).allMatch(ChangeSet::first);
      for (Stack stack : plan.all()) {
        var state = aws.accounts.in(stack.place()).look(stack.name()).orElseThrow();
        assertThat(state.status()).as(stack.name()).isEqualTo("CREATE_COMPLETE");
        assertThat(state.isProtected()).as(stack.name()).isTrue();
      }

      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }
}
