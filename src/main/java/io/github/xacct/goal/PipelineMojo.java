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
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Rehearses the pipeline: creates the rehearsed accounts by their stacks, reads the pipeline from
 * its template, and runs the last commit through it on this machine, stage after stage, each in a
 * clean folder and as its own role.
 */
@Mojo(name = "pipeline", threadSafe = true)
public class PipelineMojo extends StacksMojo {

  /**
   * Environments that are approved: all, none, or names, comma-separated. Default: asks on the
   * terminal.
   */
  @Parameter(property = "xacct.approve")
  private String approve;

  /** Stage to resume from, with the output of an earlier run. Default: from the commit. */
  @Parameter(property = "xacct.from")
  private String from;

  @Override
  void run() {
    if (!rehearsing()) {
      throw XacctException.yours("On AWS a commit starts the pipeline; this goal rehearses it.")
          .suggestion("-Dxacct.rehearse");
    }
    var settings = settings();
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
            Console.isTerminal() && session.getRequest().isInteractiveMode());
    var files = new PipelineFiles(home(), ZoneId.systemDefault());
    files.settle();
    try (var alone = files.begin()) {
      bootstrap(settings, pipeline);
      walk(settings(), pipeline, approvals, files);
    }
  }

  /** A pom without {@code <pipeline>} has a pipeline to rehearse as well. */
  private PipelineSettings standIn(Settings settings) {
    getLog().info("The pom has no <pipeline>; a pipeline through all environments is rehearsed.");
    var region = settings.registry().region();
    var problems = new ConfigurationProblems();
    var pipeline =
        new PipelineReader(
                settings.app(),
                settings.all(),
                settings.all().stream().map(Environment::name).toList(),
                environment -> settings.checks(environment).tests(),
                facts().javaRelease(),
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

  private void bootstrap(Settings settings, PipelineSettings pipeline) {
    var plan = plan(settings, Optional.of(pipeline));
    var scope = scope(settings);
    Path log = home().resolve("bootstrap.log");
    try (var lines = writer(log);
        var stage = emptyStage(settings);
        var accounts = accounts(settings, stage)) {
      Reporter quiet =
          new PlainReporter(
              lines::println, lines::println, Clock.systemUTC(), ZoneId.systemDefault());
      var bootstrap = new Bootstrap(plan, scope, accounts, quiet, sleeper(), command("bootstrap"));
      var sets = bootstrap.prepare();
      long changed = sets.stream().filter(set -> !set.isEmpty()).count();
      getLog()
          .info(
              changed == 0
                  ? "The rehearsed accounts are up to date."
                  : "Creating the rehearsed accounts,  " + changed + " stacks: " + log);
      bootstrap.run();
      known(settings).change(known -> BootstrapMojo.found(known, bootstrap, plan, scope));
    }
  }

  private void walk(
      Settings settings,
      PipelineSettings pipelineSettings,
      RunApprovals approvals,
      PipelineFiles files) {
    try (var stage = stage(settings, settings.all());
        var machine = new LocalCodeBuild(session, home())) {
      var surroundings =
          new RehearsedPipelineHost(
              stage.rehearsal().orElseThrow(),
              settings.registry(),
              machine,
              new SourceCopy(facts().basedir(), facts().buildDirectory()),
              environmentsFile(),
              rehearsedMinute(),
              new PipelineTexts(pipelineSettings).links());
      var pipeline = surroundings.pipeline(pipelineSettings.app());
      var runLog = new RunLog(pipeline, files, notPlayed(), Clock.systemUTC());
      var texts = new PipelineTexts(pipelineSettings);
      var walk =
          new PipelineRun(
              pipeline, surroundings, approvals, texts.files(), home(), runLog, reporter());
      stage
          .rehearsal()
          .orElseThrow()
          .onNotice(n -> walk.noticed(n.topicArn(), n.subject(), n.message()));
      notPlayed().forEach(line -> getLog().info("Not simulated: " + line));
      var onSignal = new Thread(runLog::interrupt, "xacct-pipeline-interrupted");
      Runtime.getRuntime().addShutdownHook(onSignal);
      try {
        walk(walk, files);
      } finally {
        forget(onSignal);
        RunsIndex.write(outputFolder(), ZoneId.systemDefault(), getLog()::warn);
      }
    }
  }

  private void walk(PipelineRun walk, PipelineFiles files) {
    try {
      if (Element.isWritten(from)) {
        walk.from(from.trim());
      } else {
        walk.all();
      }
    } catch (XacctException e) {
      throw e.suggestion("report of the run: " + files.page());
    }
    reporter().report(new Event.Note("Deployed to all environments: " + files.page()));
  }

  private static void forget(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      return; // the process ends already, and the hook says so in the files
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
    return outputFolder().resolve("pipeline");
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
