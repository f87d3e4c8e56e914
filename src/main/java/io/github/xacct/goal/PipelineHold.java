package io.github.xacct.goal;

import io.github.xacct.goal.ci.PushedFiles;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.pipeline.PipelineTexts;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a pipeline of CodePipeline can be created yet: its first execution begins
 * immediately with the newest commit of the branch, and would fail if that lacks files that the
 * builds read.
 */
final class PipelineHold {
  private final Optional<PipelineSettings> pipeline;
  private final StackPlan plan;
  private final Path basedir;

  /** Creates the check for a run of bootstrap. */
  PipelineHold(Settings settings, StackPlan plan, Path basedir) {
    this.pipeline = settings.pipeline().filter(p -> p.source().issuer().isEmpty());
    this.plan = plan;
    this.basedir = basedir;
  }

  /** Whether the run would create such a pipeline; an existing one is not checked. */
  boolean applies(StackAccounts accounts) {
    return pipeline.isPresent()
        && accounts
            .in(plan.tooling().place())
            .look(stack().name())
            .filter(state -> !state.isEmpty() && !state.isFailedCreation())
            .isEmpty();
  }

  /** Returns the files that the remote branch lacks. */
  List<String> lacking() {
    var present = new ArrayList<>(files().keySet());
    pipeline
        .flatMap(p -> p.maven().settings())
        .filter(file -> !present.contains(file))
        .ifPresent(present::add);
    present.add(".xacct/environments.json");
    return new PushedFiles(basedir)
        .lacking(pipeline.orElseThrow().source().branch(), List.of("pom.xml"), present);
  }

  /** Returns the generated files that the builds read, by their paths in the repository. */
  Map<String, String> files() {
    return new PipelineTexts(pipeline.orElseThrow()).files();
  }

  /** Returns the lines which report that the pipeline was not created, and what to do. */
  List<String> reported(String command) {
    return List.of(
        """
        %s is not created yet: a pipeline runs as soon as it exists, and the remote \
        branch %s lacks %s."""
            .formatted(
                stack().name(),
                pipeline.orElseThrow().source().branch(),
                String.join(", ", lacking())),
        "Commit and push that, then run the same command again: "
            + command
            + "; with -Dxacct.pushed=true if it is pushed and git on this machine does not show it.");
  }

  /**
   * Returns the note that on AWS, unlike in this rehearsal, the pipeline would not be created yet.
   */
  Optional<String> rehearsed() {
    return lacking().isEmpty()
        ? Optional.empty()
        : Optional.of(
            """
            On AWS, %s is created by a second run, when the remote branch %s has what its \
            builds read: a pipeline runs as soon as it exists."""
                .formatted(stack().name(), pipeline.orElseThrow().source().branch()));
  }

  private Stack stack() {
    return plan.pipeline().orElseThrow();
  }
}
