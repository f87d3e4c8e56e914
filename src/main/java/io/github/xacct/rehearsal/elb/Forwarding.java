package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** How the requests of a listener's default action or of one of its rules are shared out. */
public final class Forwarding {
  private static final Comparator<TargetGroup> BY_NAME = Comparator.comparing(g -> g.name);

  private Map<TargetGroup, Integer> weights = Map.of();
  private Optional<Integer> fixedStatus = Optional.empty();
  private Optional<Redirect> redirect = Optional.empty();
  private long turn;

  /**
   * Does from now on what actions say: of several the last one decides, the others authenticate.
   *
   * @param groups the target group of an ARN, if there is one
   */
  void follow(JsonNode actions, Function<String, Optional<TargetGroup>> groups) {
    JsonNode action = actions.path(actions.size() - 1);
    if (action.path("Type").asText().equals("fixed-response")) {
      answer(action.at("/FixedResponseConfig/StatusCode").asInt(503));
      return;
    }
    if (action.path("Type").asText().equals("redirect")) {
      redirect(Redirect.of(action.path("RedirectConfig")));
      return;
    }
    Map<TargetGroup, Integer> percents = new LinkedHashMap<>();
    ForwardActions.percents(action)
        .forEach(
            (arn, percent) -> groups.apply(arn).ifPresent(group -> percents.put(group, percent)));
    share(percents);
  }

  /** Shares out the requests from now on; weights are percents and sum up to 100. */
  synchronized void share(Map<TargetGroup, Integer> percents) {
    weights = Map.copyOf(percents);
    fixedStatus = Optional.empty();
    redirect = Optional.empty();
  }

  /** Answers by itself from now on. */
  synchronized void answer(int status) {
    weights = Map.of();
    fixedStatus = Optional.of(status);
    redirect = Optional.empty();
  }

  /** Sends whoever asks elsewhere from now on. */
  synchronized void redirect(Redirect where) {
    answer(where.status());
    redirect = Optional.of(where);
  }

  /** With what it answers by itself. */
  synchronized Optional<Integer> fixedStatus() {
    return fixedStatus;
  }

  /** Where it sends whoever asks. */
  synchronized Optional<Redirect> redirect() {
    return redirect;
  }

  /** Where its requests go, in percents. */
  synchronized Map<TargetGroup, Integer> weights() {
    return weights;
  }

  /** The percentage of requests that goes to the group. */
  public synchronized int weight(TargetGroup group) {
    return weights.getOrDefault(group, 0);
  }

  /**
   * The target of the next request, in flight from now on. Choosing the group and taking the target
   * are one step, so that after {@link #share} no request is still on its way to a group that has
   * lost its weight.
   */
  synchronized Optional<Target> next() {
    long position = turn++;
    int before = 0;
    TargetGroup chosen = null;
    for (TargetGroup group : weights.keySet().stream().sorted(BY_NAME).toList()) {
      before += Objects.requireNonNull(weights.get(group));
      // Spreads a share of 10 % over every tenth request instead of leaving it to chance.
      if (chosen == null && (position * before) / 100 < ((position + 1) * before) / 100) {
        chosen = group;
      }
    }
    return chosen == null ? Optional.empty() : chosen.next();
  }
}
