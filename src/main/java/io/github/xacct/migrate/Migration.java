package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A planned move: the findings, their translation, and the steps. It depends only on the findings,
 * so that the same findings result in the same steps.
 */
public final class Migration {
  private final Move move;
  private final List<Step> steps;

  private Migration(Move move) {
    this.move = move;
    this.steps =
        move.wanted().way() == Way.IN_PLACE ? InPlace.of(move) : SecondServiceSteps.of(move);
  }

  /**
   * Plans a move.
   *
   * @throws XacctException with all obstacles
   */
  public static Migration of(Found found, MigrationRequest wanted) {
    var problems = new ArrayList<>(Obstacles.of(found, wanted));
    var reader = new RoutingReader(found);
    boolean readable = !found.ofCodeDeploy() || found.group().isPresent();
    var routing = readable ? reader.read() : Optional.<Routing>empty();
    problems.addAll(reader.problems());
    if (!problems.isEmpty() || routing.isEmpty()) {
      throw Obstacles.refusal(found.name(), problems);
    }
    return new Migration(
        new Move(found, wanted, routing.get(), translation(found, wanted, routing.get())));
  }

  /** Returns the documents of infrastructure and hook role; none if the rules cannot be read. */
  public static Map<String, String> infrastructure(Found found, MigrationRequest wanted) {
    boolean needed =
        wanted.way() != Way.BACK && (!found.ofCodeDeploy() || found.group().isPresent());
    return needed
        ? new RoutingReader(found)
            .read()
            .map(
                routing -> {
                  var roles = new EngineRoles(wanted.environment(), routing);
                  var all = new LinkedHashMap<>(roles.ofInfrastructure());
                  all.putAll(roles.ofHooks(HookTranslation.of(found, wanted, routing).functions()));
                  return Documents.texts(all);
                })
            .orElse(Map.of())
        : Map.of();
  }

  private static Translation translation(Found found, MigrationRequest wanted, Routing routing) {
    var environment = wanted.environment();
    if (wanted.way() == Way.BACK) {
      return Translation.back(
          found.service().path("deploymentConfiguration"),
          CodeDeployReader.configurationName(found, environment));
    }
    return Translation.of(
        found.group(),
        CodeDeployReader.configurationName(found, environment),
        found.configuration(),
        HookTranslation.of(found, wanted, routing),
        found.absentAlarms(),
        routing.production().isNetwork());
  }

  Move move() {
    return move;
  }

  List<Step> steps() {
    return steps;
  }

  /**
   * Returns the steps that undo the move.
   *
   * @throws XacctException if it cannot be undone, or has not begun
   */
  List<Step> takingBack(Account account) {
    if (done(account) == 0) {
      throw TakingBack.notBegun(move.found(), move.wanted().way());
    }
    return TakingBack.of(move, account);
  }

  /**
   * Returns what undoing the move would do, a line per step.
   *
   * @throws XacctException if it cannot be undone, or has not begun
   */
  public List<String> takenBackBy(Account account) {
    return takingBack(account).stream()
        .map(step -> step.title() + " (" + step.request().action() + ")")
        .toList();
  }

  /** Returns why there is no move to undo. */
  public static XacctException notBegun(Found found, MigrationRequest wanted) {
    return TakingBack.notBegun(found, wanted.way());
  }

  /** Whether all steps are done. */
  public boolean isDone(Account account) {
    return done(account) == steps.size();
  }

  /** Returns the number of done steps: up to the last decisive one that the account shows. */
  public int done(Account account) {
    for (int i = steps.size(); i > 0; i--) {
      Step step = steps.get(i - 1);
      if (step.decisive() && step.done().lacking(account).isEmpty()) {
        return i;
      }
    }
    return 0;
  }

  /** Returns the findings as text, from which {@link Found#parse} restores the same move. */
  public String record() {
    return MoveJson.object()
            .put("way", move.wanted().way().toString())
            .<ObjectNode>set("found", move.found().json())
            .toPrettyString()
        + "\n";
  }

  /** Returns the family of the running task definition. */
  String family() {
    return move.found()
        .taskDefinition()
        .replaceFirst("^.*:task-definition/", "")
        .replaceFirst(":\\d+$", "");
  }

  public List<Translated> translated() {
    if (move.wanted().way() == Way.IN_PLACE) {
      return move.translation().lines();
    }
    var lines = new ArrayList<>(move.translation().lines());
    lines.addAll(new ServiceCopy(move).lines());
    lines.addAll(new ScalingCopy(move).lines());
    return lines;
  }

  /** Returns the name of the service that receives the traffic afterwards. */
  public String service() {
    return move.wanted().way() == Way.IN_PLACE
        ? move.service()
        : move.wanted().way().second(move.service());
  }

  /** Whether the service has rolling updates before the move. */
  public boolean isRolling() {
    return !move.found().ofCodeDeploy() && !move.found().isMoved();
  }

  /** Returns the name of the deployment group, if CodeDeploy deploys the service. */
  public String deploymentGroup() {
    return move.wanted().way() == Way.BACK
        ? service()
        : move.wanted().environment().deploymentGroup();
  }

  /** Returns the ARN of the target group that receives the traffic now. */
  public String live() {
    return move.routing().live();
  }
}
