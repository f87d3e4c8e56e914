package io.github.xacct.network;

import java.util.List;

/**
 * Where tasks are put, as awsvpcConfiguration says it.
 *
 * @param subnets any of which a task may get
 * @param groups security groups of each task
 * @param publicAddress whether each gets one
 */
public record Seat(List<String> subnets, List<String> groups, boolean publicAddress) {
  public Seat {
    subnets = List.copyOf(subnets);
    groups = List.copyOf(groups);
  }
}
