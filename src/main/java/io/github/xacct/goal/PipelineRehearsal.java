package io.github.xacct.goal;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.PipelineReader;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.rehearsed.LocalCodeBuild;
import io.github.xacct.goal.rehearsed.RehearsedPipelineHost;
import io.github.xacct.goal.rehearsed.RunApprovals;
import io.github.xacct.goal.rehearsed.SourceCopy;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.PipelineRun;
import io.github.xacct.pipeline.PipelineTexts;
import io.github.xacct.pipeline.RunLog;
import io.github.xacct.report.Console;
import io.github.xacct.report.PipelineFiles;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.report.RunsIndex;
import io.github.xacct.stack.Bootstrap;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rehearses the pipeline on this machine: creates its accounts, then runs its stages. */
final class PipelineRehearsal {
  private final GoalContext goal;
  private final Function<Settings, StackContext> stacks;
  private final @Nullable String approve;
  private final Optional<String> from;

  /**
   * Creates one run of the pipeline.
   *
   * @param stacks returns the context for the stacks of settings
   * @param approve approved environments, as written
   * @param from stage to resume from
   */
  PipelineRehearsal(
      GoalContext goal,
      Function<Settings, StackContext> stacks,
      @Nullable String approve,
      Optional<String> from) {
    this.goal = goal;
    this.stacks = stacks;
    this.approve = approve;
    this.from = from;
  }

  /**
   * Creates the accounts and runs the last commit through the pipeline.
   *
   * @throws XacctException if a stage fails
   */
  void run() {
    var settings = goal.settings();
    var pipeline = settings.pipeline().orElseGet(() -> standIn(settings));
    if (pipeline.source().issuer().isPresent()) {
      throw XacctException.yours(
              "Another CI system runs the pipeline; this goal runs CodePipeline's stages on this machine.")
          .suggestion("rehearse the commands of its jobs: each takes -Dxacct.rehearse");
    }
    var approvals =
        RunApprovals.of(
            approve,
            pipeline.steps().stream().flatMap(s -> s.approvers().stream()).distinct().toList(),
            Console.isTerminal() && goal.session().getRequest().isInteractiveMode());
    var files = new PipelineFiles(home(), ZoneId.systemDefault());
    files.settle();
    try (var alone = files.begin()) {
      bootstrap(stacks.apply(settings), pipeline);
      rehearse(goal.settings(), pipeline, approvals, files);
    }
  }

  /** Returns the pipeline that is rehearsed for a POM without {@code <pipeline>}. */
  private PipelineSettings standIn(Settings settings) {
    goal.log().info("The pom has no <pipeline>; a pipeline through all environments is rehearsed.");
    var region = settings.registry().region();
    var problems = new ConfigurationProblems();
    var pipeline =
        new PipelineReader(
                settings.app(),
                settings.all(),
                settings.all().stream().map(Environment::name).toList(),
                environment -> settings.checks(environment).tests(),
                goal.facts().javaRelease(),
                Optional.of(region),
                Element.root(problems).child("pipeline"))
            .standIn(
                Arn.of(
                        region,
                        settings.registry().account(),
                        "codeconnections",
                        "connection/rehearsal")
                    .toString());
    if (!problems.isEmpty()) {
      throw XacctException.yours("There is no pipeline to rehearse.")
          .evidence(
              String.join(
                  "\n", problems.all().stream().map(ConfigurationProblems.Problem::line).toList()))
          .suggestion(
              "such as <smokeTests><smokeTest><path>/health</path></smokeTest></smokeTests>");
    }
    return pipeline;
  }

  private void bootstrap(StackContext accountStacks, PipelineSettings pipeline) {
    var plan = accountStacks.plan(Optional.of(pipeline));
    var scope = accountStacks.scope();
    Path log = home().resolve("bootstrap.log");
    try (var lines = writer(log);
        var stage = accountStacks.stage();
        var accounts = accountStacks.accounts(stage)) {
      Reporter quiet =
          new PlainReporter(
              lines::println, lines::println, Clock.systemUTC(), ZoneId.systemDefault());
      var bootstrap =
          new Bootstrap(
              plan,
              scope,
              accounts,
              quiet,
              accountStacks.sleeper(),
              accountStacks.command("bootstrap"));
      var sets = bootstrap.prepare();
      long changed = sets.stream().filter(set -> !set.isEmpty()).count();
      goal.log()
          .info(
              changed == 0
                  ? "The rehearsed accounts are up to date."
                  : "Creating the rehearsed accounts, " + changed + " stacks: " + log);
      bootstrap.run();
      accountStacks.known().change(known -> BootstrapWork.found(known, bootstrap, plan, scope));
    }
  }

  private void rehearse(
      Settings settings,
      PipelineSettings pipelineSettings,
      RunApprovals approvals,
      PipelineFiles files) {
    try (var stage = goal.stage(settings, settings.all());
        var machine = new LocalCodeBuild(goal.session(), home())) {
      var host =
          new RehearsedPipelineHost(
              stage.rehearsal().orElseThrow(),
              settings.registry(),
              machine,
              new SourceCopy(goal.facts().basedir(), goal.facts().buildDirectory()),
              goal.environmentsFile(),
              goal.rehearsedMinute(),
              new PipelineTexts(pipelineSettings).links());
      var pipeline = host.pipeline(pipelineSettings.app());
      var runLog = new RunLog(pipeline, files, notPlayed(), Clock.systemUTC());
      var texts = new PipelineTexts(pipelineSettings);
      var run =
          new PipelineRun(
              pipeline, host, approvals, texts.files(), home(), runLog, goal.reporter());
      stage
          .rehearsal()
          .orElseThrow()
          .onNotice(n -> run.noticed(n.topicArn(), n.subject(), n.message()));
      notPlayed().forEach(line -> goal.log().info("Not simulated: " + line));
      var onSignal = new Thread(runLog::interrupt, "xacct-pipeline-interrupted");
      Runtime.getRuntime().addShutdownHook(onSignal);
      try {
        runStages(run, files);
      } finally {
        removeHook(onSignal);
        RunsIndex.write(goal.outputFolder(), ZoneId.systemDefault(), goal.log()::warn);
      }
    }
  }

  private void runStages(PipelineRun run, PipelineFiles files) {
    try {
      if (from.isPresent()) {
        run.from(from.get());
      } else {
        run.all();
      }
    } catch (XacctException e) {
      throw e.suggestion("report of the run: " + files.page());
    }
    goal.reporter().report(new Event.Note("Deployed to all environments: " + files.page()));
  }

  private static void removeHook(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      return; // the process is ending; the hook records that
    }
  }

  private static List<String> notPlayed() {
    return List.of(
        "CodeBuild's image and network: this machine's JDK, Maven and git run the buildspecs",
        "the connection to the source: replaced by the commit that is checked out here",
        "the artifacts' bucket, its key, and CodeBuild's cache and reports: replaced by folders",
        "the base image: replaced by this machine's JVM");
  }

  private Path home() {
    return goal.outputFolder().resolve("pipeline");
  }

  private static PrintWriter writer(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return new PrintWriter(Files.newBufferedWriter(file), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
