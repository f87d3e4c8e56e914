package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecr.Expiry;
import io.github.xacct.rehearsal.ecr.PullPolicy;
import io.github.xacct.rehearsal.ecr.Repositories;
import io.github.xacct.rehearsal.ecr.Repository;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;

/** Sets up the repositories of the tools account when a rehearsal begins. */
public final class PlannedRepository {
  /** The lifecycle policy that expires untagged images after two weeks. */
  private static final String LIFECYCLE =
      """
      {"rules":[{"rulePriority":1,"description":"untagged images","selection":
      {"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":14},
      "action":{"type":"expire"}}]}
      """;

  private PlannedRepository() {}

  /** Deletes the images that lifecycle policies have expired since the last rehearsal. */
  public static void expire(Repositories repositories, long now) {
    for (Repository repository : repositories.all()) {
      repository.delete(
          Expiry.of(
              repositories.properties(repository.name()).at("/LifecyclePolicy/LifecyclePolicyText"),
              repository,
              now));
    }
  }

  /**
   * Creates the plan's repository and replaces its policies, because the plan's roles may have
   * changed.
   */
  public static void put(RehearsalPlan plan, Repositories repositories) {
    plan.repository()
        .filter(name -> !repositories.ofAStack(name))
        .ifPresent(name -> put(plan, repositories, name));
    boolean pullable = !plan.services().isEmpty() && !plan.faults().contains(Fault.PULL_DENIED);
    for (Repository repository : repositories.all()) {
      if (repositories.ofAStack(repository.name())) {
        continue;
      }
      repositories.edit(
          repository.name(),
          p -> {
            p.remove("RepositoryPolicyText");
            if (pullable) {
              p.put("RepositoryPolicyText", PullPolicy.of(plan));
            }
          });
    }
  }

  private static void put(RehearsalPlan plan, Repositories repositories, String name) {
    repositories.create(name, plan.immutableTags(), true);
    repositories.edit(name, p -> setUp(plan, p));
    repositories.find(name);
  }

  private static void setUp(RehearsalPlan plan, ObjectNode properties) {
    properties.put("ImageTagMutability", plan.immutableTags() ? "IMMUTABLE" : "MUTABLE");
    properties.putObject("ImageScanningConfiguration").put("ScanOnPush", true);
    properties
        .putObject("LifecyclePolicy")
        .put("LifecyclePolicyText", LIFECYCLE.replaceAll("\\s*\\n\\s*", ""));
  }
}
