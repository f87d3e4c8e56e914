package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole move: what was found, what it becomes, and the steps; made of the findings alone, so that
 * the same findings make the same steps.
 */
public final class Migration {
  private final Move move;
  private final List<Step> steps;

  private Migration(Move move) {
    this.move = move;
    this.steps = move.wanted().way() == Way.IN_PLACE ? InPlace.of(move) : Beside.of(move);
  }

  /**
   * Plans a move.
   *
   * @throws XacctException with everything that is in the way
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

  /** The documents of the infrastructure role, as far as the rules can be read. */
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
   * The steps that take the move back.
   *
   * @throws XacctException if it cannot be, or has not begun
   */
  List<Step> takingBack(Account account) {
    if (done(account) == 0) {
      throw TakingBack.notBegun(move.found(), move.wanted().way());
    }
    return TakingBack.of(move, account);
  }

  /**
   * What taking the move back would do, a line for each step.
   *
   * @throws XacctException if it cannot be taken back, or has not begun
   */
  public List<String> takenBackBy(Account account) {
    return takingBack(account).stream()
        .map(step -> step.title() + " (" + step.request().action() + ")")
        .toList();
  }

  /** Why there is no move that can be taken back. */
  public static XacctException notBegun(Found found, MigrationRequest wanted) {
    return TakingBack.notBegun(found, wanted.way());
  }

  /** Whether all steps have been taken. */
  public boolean isDone(Account account) {
    return done(account) == steps.size();
  }

  /** How many steps have been taken: the last decisive one that shows, and all before it. */
  public int done(Account account) {
    for (int i = steps.size(); i > 0; i--) {
      Step step = steps.get(i - 1);
      if (step.decisive() && step.done().lacking(account).isEmpty()) {
        return i;
      }
    }
    return 0;
  }

  /** What was found, from which {@link Found#parse} makes the same move again. */
  public String record() {
    return MoveJson.object()
            .put("way", move.wanted().way().toString())
            .<ObjectNode>set("found", move.found().json())
            .toPrettyString()
        + "\n";
  }

  /** The family of the running task definition. */
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

  /** The service that carries the traffic afterwards. */
  public String service() {
    return move.wanted().way() == Way.IN_PLACE
        ? move.service()
        : move.wanted().way().second(move.service());
  }

  /** Whether it begins at rolling updates. */
  public boolean isRolling() {
    return !move.found().ofCodeDeploy() && !move.found().isMoved();
  }

  /** The deployment group that deploys to it, if CodeDeploy does. */
  public String deploymentGroup() {
    return move.wanted().way() == Way.BACK
        ? service()
        : move.wanted().environment().deploymentGroup();
  }

  /** ARN of the target group that carries traffic now. */
  public String live() {
    return move.routing().live();
  }
}
