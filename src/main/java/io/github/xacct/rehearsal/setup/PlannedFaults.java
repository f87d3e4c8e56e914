package io.github.xacct.rehearsal.setup;

import io.github.xacct.rehearsal.ecr.Repositories;
import io.github.xacct.rehearsal.plan.EcsSetUpFault;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.state.ResourceStore;

/** Applies the plan's misconfigurations of accounts and services to the resource store. */
public final class PlannedFaults {
  private PlannedFaults() {}

  /**
   * Applies each fault to each service of the plan; a stack update can correct them.
   *
   * @param lastGood versions deployed before
   */
  public static void put(
      RehearsalPlan plan,
      ResourceStore store,
      Repositories repositories,
      RestoredVersions lastGood) {
    store.applyFaults(
        () -> {
          for (SetUpFault fault : plan.setUpFaults()) {
            var edit = SetUpEdits.of(fault);
            plan.services()
                .forEach(s -> edit.of(new FaultyAccount(plan, s, store, repositories, lastGood)));
          }
          for (EcsSetUpFault fault : plan.ecsSetUpFaults()) {
            plan.services().stream()
                .filter(s -> s.ecsDeployment().isPresent())
                .forEach(s -> EcsSetUpEdits.apply(fault, new FaultyEcsService(plan, s, store)));
          }
        });
  }
}
