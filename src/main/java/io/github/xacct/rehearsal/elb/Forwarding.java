package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The distribution of requests by a listener's default action or one of its rules. */
public final class Forwarding {
  private static final Comparator<TargetGroup> BY_NAME = Comparator.comparing(g -> g.name);

  private Map<TargetGroup, Integer> weights = Map.of();
  private Optional<Integer> fixedStatus = Optional.empty();
  private Optional<Redirect> redirect = Optional.empty();
  private long turn;

  /**
   * Applies actions: the last one decides, the others authenticate.
   *
   * @param groups returns the target group of an ARN, if it exists
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

  /** Sets the weights of target groups; they are percentages with a sum of 100. */
  synchronized void share(Map<TargetGroup, Integer> percents) {
    weights = Map.copyOf(percents);
    fixedStatus = Optional.empty();
    redirect = Optional.empty();
  }

  /** Sets a fixed response. */
  synchronized void answer(int status) {
    weights = Map.of();
    fixedStatus = Optional.of(status);
    redirect = Optional.empty();
  }

  /** Sets a redirect. */
  synchronized void redirect(Redirect where) {
    answer(where.status());
    redirect = Optional.of(where);
  }

  /** Returns the status of its fixed response or redirect; empty if it forwards. */
  synchronized Optional<Integer> fixedStatus() {
    return fixedStatus;
  }

  /** Returns its redirect; empty if it does not redirect. */
  synchronized Optional<Redirect> redirect() {
    return redirect;
  }

  /** Returns the percentage of each target group. */
  synchronized Map<TargetGroup, Integer> weights() {
    return weights;
  }

  /** Returns the percentage of a target group. */
  public synchronized int weight(TargetGroup group) {
    return weights.getOrDefault(group, 0);
  }

  /**
   * Returns the target of the next request and counts the request as in flight. Choosing the group
   * and the target is atomic, so that after {@link #share} no request still goes to a group that
   * has lost its weight.
   */
  synchronized Optional<Target> next() {
    long position = turn++;
    int before = 0;
    TargetGroup chosen = null;
    for (TargetGroup group : weights.keySet().stream().sorted(BY_NAME).toList()) {
      before += Objects.requireNonNull(weights.get(group));
      // Sends every tenth request for 10 %, instead of random ones.
      if (chosen == null && (position * before) / 100 < ((position + 1) * before) / 100) {
        chosen = group;
      }
    }
    return chosen == null ? Optional.empty() : chosen.next();
  }
}
