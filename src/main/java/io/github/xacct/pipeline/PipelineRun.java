package io.github.xacct.pipeline;

import io.github.xacct.event.Event;
import io.github.xacct.event.PipelineRecord.Status;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.Pipeline.Action;
import io.github.xacct.pipeline.Pipeline.Kind;
import io.github.xacct.pipeline.Pipeline.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs a pipeline for a commit on this machine, stage after stage as CodePipeline does, until the
 * end or the first stage that fails or is rejected.
 */
public final class PipelineRun {
  private static final int MOST_LINES = 16;
  private static final Pattern MAVENS_OWN =
      Pattern.compile("Help 1]|re-run Maven|-X switch|For more information about the errors");
  private static final int LONGEST_DETAIL = 120;

  private final Pipeline pipeline;
  private final PipelineHost host;
  private final Approvals approvals;
  private final Reporter reporter;
  private final RunLog runLog;
  private final CodeBuild codeBuild;
  private final Path home;
  private final Variables variables = new Variables();
  private Optional<PipelineHost.Commit> commit = Optional.empty();

  /**
   * Creates a run of the pipeline on this machine.
   *
   * @param buildspecs generated buildspecs by path, for a repository without them
   * @param home folder for artifacts and logs
   */
  public PipelineRun(
      Pipeline pipeline,
      PipelineHost host,
      Approvals approvals,
      Map<String, String> buildspecs,
      Path home,
      RunLog runLog,
      Reporter reporter) {
    this.pipeline = pipeline;
    this.host = host;
    this.approvals = approvals;
    this.reporter = reporter;
    this.runLog = runLog;
    this.home = home;
    this.codeBuild = new CodeBuild(host, pipeline, buildspecs, home);
  }

  /**
   * Records and reports a message published to a topic, such as a stage's notification of its
   * deployment.
   */
  public void noticed(String topic, String subject, String text) {
    runLog.notice(topic, subject, text);
    reporter.report(new Event.NoticeSent(topic, subject, text));
  }

  /** Runs all stages, beginning with the source. */
  public void all() {
    Artifact.delete(home.resolve("builds"));
    Artifact.delete(home.resolve("artifacts"));
    noRepositoryAround(home.resolve("builds"));
    from(0);
  }

  /** Prevents stages from using the commit of a Git repository that contains the build folder. */
  private static void noRepositoryAround(Path builds) {
    try {
      Files.createDirectories(builds.resolve(".git"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs this and the following stages with the artifacts and variables of an earlier run, as when
   * CodePipeline retries a stage.
   */
  public void from(String stage) {
    int index = pipeline.stageNames().indexOf(stage);
    if (index < 0) {
      throw XacctException.yours("The pipeline has no stage '" + stage + "'.")
          .evidence("It has " + String.join(", ", pipeline.stageNames()) + ".")
          .suggestion("-Dxacct.from=" + pipeline.stageNames().get(0));
    }
    if (needsTheCommit(pipeline.stages().get(index))) {
      all();
      return;
    }
    runLog.earlier(pipeline.stageNames().subList(0, index)).forEach(variables::put);
    commit = codeBuild.kept();
    from(index);
  }

  /** Whether the stage starts from the commit rather than from an earlier stage's artifacts. */
  private static boolean needsTheCommit(Stage stage) {
    return stage.actions().stream()
        .anyMatch(a -> a.kind() == Kind.SOURCE || a.inputs().equals(List.of("Source")));
  }

  private void from(int first) {
    for (int i = first; i < pipeline.stages().size(); i++) {
      var stage = pipeline.stages().get(i);
      reporter.report(
          new Event.PipelineStageBegan(stage.name(), i + 1, pipeline.stages().size(), does(stage)));
      stage(stage);
    }
    runLog.end();
  }

  private void stage(Stage stage) {
    for (Action action : stage.actions()) {
      runLog.begin(stage.name(), action.name());
      try {
        String detail = act(stage, action);
        runLog.end(stage.name(), action.name(), Status.SUCCEEDED, detail, variables.all());
      } catch (Rejected e) {
        runLog.end(stage.name(), action.name(), Status.REJECTED, ErrorText.of(e), variables.all());
        host.failed(stage.name(), action.name(), "Rejected by " + action.name() + ".");
        throw recorded(rejected(stage, action));
      } catch (XacctException e) {
        runLog.end(stage.name(), action.name(), Status.FAILED, e.problem(), variables.all());
        host.failed(stage.name(), action.name(), e.problem());
        throw recorded(e.suggestion(retry(stage)));
      }
      reporter.report(runLog.ended(stage.name(), action.name()));
    }
  }

  private XacctException recorded(XacctException e) {
    runLog.failed(e);
    return e;
  }

  private String act(Stage stage, Action action) {
    var configuration = variables.fill(action);
    return switch (action.kind()) {
      case SOURCE -> source(action);
      case CODE_BUILD -> build(stage, action, configuration);
      case APPROVAL -> ask(stage, action, configuration);
      case CODE_DEPLOY_TO_ECS ->
          host.deploy(
              DeployAction.of(pipeline, action, configuration, host.region(), codeBuild::artifact));
    };
  }

  private String source(Action action) {
    var source = host.source(home.resolve("builds").resolve("Source"));
    commit = Optional.of(source);
    codeBuild.keep(source);
    action.namespace().ifPresent(name -> variables.put(name, Map.of("CommitId", source.id())));
    runLog.commit(source.id());
    return source.words();
  }

  private String build(Stage stage, Action action, Map<String, String> configuration) {
    boolean ofTheCommit = action.inputs().contains("Source");
    var result =
        codeBuild.run(stage.name(), action, configuration, ofTheCommit ? commit : Optional.empty());
    runLog.files(stage.name(), action.name(), result.log(), result.page());
    if (!result.well()) {
      throw failed(stage, result.log());
    }
    action.namespace().ifPresent(name -> variables.put(name, result.exported()));
    return result.exported().entrySet().stream()
        .filter(e -> !e.getKey().startsWith("COMMIT"))
        .map(e -> e.getValue().replace('\n', ' '))
        .reduce((a, b) -> a + ", " + b)
        .map(
            text ->
                text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) + "..." : text)
        .orElse("");
  }

  private String ask(Stage stage, Action action, Map<String, String> configuration) {
    String topic = Objects.requireNonNull(configuration.get("NotificationArn"));
    String text = configuration.getOrDefault("CustomData", "");
    var link =
        Optional.ofNullable(configuration.get("ExternalEntityLink"))
            .map(url -> host.reachable(stage.name(), url));
    host.demand(pipeline.role(), "sns:Publish", topic);
    String subject = "APPROVAL NEEDED: " + pipeline.name() + ", action " + action.name();
    noticed(topic, subject, text);
    if (!approvals.approved(action.name(), text, link)) {
      throw new Rejected("rejected by " + action.name());
    }
    return "approved by " + action.name();
  }

  private static String does(Stage stage) {
    return stage.actions().stream().map(Action::name).reduce((a, b) -> a + ", " + b).orElse("");
  }

  private XacctException rejected(Stage stage, Action action) {
    var untouched =
        pipeline.stageNames().stream()
            .skip(pipeline.stageNames().indexOf(stage.name()) + 1L)
            .toList();
    return XacctException.yours("Rejected by " + action.name() + " in stage " + stage.name() + ".")
        .evidence("Not reached, and nothing changed there: " + String.join(", ", untouched) + ".")
        .suggestion(
            "request the approval again: mvn xacct:pipeline -Dxacct.rehearse -Dxacct.from="
                + stage.name());
  }

  private static XacctException failed(Stage stage, Path log) {
    var e = XacctException.yours("Stage " + stage.name() + " failed.");
    for (String line : errorLines(log)) {
      e = e.evidence(line);
    }
    return e.suggestion("see the full log: " + log);
  }

  /** Returns the lines with Maven's errors and the verdicts of deployments, else the last lines. */
  private static List<String> errorLines(Path log) {
    try {
      var lines = Files.readAllLines(log);
      var errors =
          lines.stream()
              .filter(line -> line.matches("\\[ERROR] .+|.*Verdict: .*"))
              .filter(line -> !MAVENS_OWN.matcher(line).find())
              .map(line -> line.replaceFirst("^\\[\\w+] ", ""))
              .limit(MOST_LINES)
              .toList();
      return errors.isEmpty()
          ? lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())
          : errors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String retry(Stage stage) {
    return "and resume here, without a build: -Dxacct.from=" + stage.name();
  }

  /** An approval was rejected. */
  private static final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1;

    Rejected(String message) {
      super(message);
    }
  }
}
