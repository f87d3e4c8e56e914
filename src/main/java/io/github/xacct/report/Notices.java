package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.Notice;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Verdict;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Creates notices when a deployment starts, waits for approval, and ends. A run that ends without a
 * deployment sends none.
 */
public final class Notices implements Reporter {
  private final Consumer<Notice> topic;
  private String app = "";
  private String environment = "";
  private String what = "";
  private Optional<String> deployment = Optional.empty();
  private Optional<String> console = Optional.empty();
  private Optional<String> run = Optional.empty();
  private String took = "";

  public Notices(Consumer<Notice> topic) {
    this.topic = topic;
  }

  @Override
  public synchronized void report(Event event) {
    if (event instanceof Event.Began began) {
      app = began.app();
      environment = began.environment();
    } else if (event instanceof Event.RunNamed named) {
      run = named.url();
    } else if (event instanceof Event.Planned planned) {
      what = planned.description();
    } else if (event instanceof Event.DeploymentCreated created) {
      deployment = Optional.of(created.deploymentId());
      console = created.consoleUrl();
      send("deployment to " + environment + " started", what);
    } else if (event instanceof Event.DeploymentAttached attached) {
      deployment = Optional.of(attached.deploymentId());
      console = attached.consoleUrl();
    } else if (event instanceof Event.ApprovalAwaited awaited) {
      send(
          environment + " is ready for approval",
          "Look at " + awaited.where() + "\nand approve with: " + awaited.command());
    } else if (event instanceof Event.DeploymentEnded ended) {
      took = " after " + Format.took(ended.took());
    } else if (event instanceof Event.Concluded concluded
        && (deployment.isPresent() || concluded.verdict() == Verdict.DETACHED)) {
      conclude(concluded); // detached without an ID: whether a deployment exists is unknown
    }
  }

  private void conclude(Event.Concluded concluded) {
    String problem =
        concluded.problem().orElse("")
            + concluded.evidence().stream().findFirst().map(line -> "\n" + line).orElse("");
    switch (concluded.verdict()) {
      case SUCCEEDED -> send("succeeded in " + environment, what + took);
      case ROLLED_BACK -> send("rolled back in " + environment, problem);
      case FAILED -> send("failed in " + environment, problem);
      case STOPPED -> send("stopped in " + environment, problem);
      case DETACHED -> detached(concluded, problem);
      case NOTHING_TO_DO, DRY_RUN -> {}
    }
  }

  /** Sends a notice, unless the detachment was requested. */
  private void detached(Event.Concluded concluded, String problem) {
    if (concluded.problem().isPresent()) {
      send(
          "deployment to " + environment + " goes on without its watcher",
          problem + "\n" + String.join("\n", concluded.suggestion()));
    }
  }

  private void send(String words, String text) {
    String id = deployment.map(d -> "Deployment " + d + Format.after(console)).orElse("");
    String by = run.map(url -> "\nRun: " + url).orElse("");
    topic.accept(new Notice(app + ": " + words, (text.strip() + "\n" + id + by).strip()));
  }
}
