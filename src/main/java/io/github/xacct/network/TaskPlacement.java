package io.github.xacct.network;

import java.util.List;

/**
 * The subnets and security groups of tasks, as in awsvpcConfiguration.
 *
 * @param subnets in any of which a task may be placed
 * @param groups security groups of each task
 * @param publicAddress whether each task gets a public address
 */
public record TaskPlacement(List<String> subnets, List<String> groups, boolean publicAddress) {
  public TaskPlacement {
    subnets = List.copyOf(subnets);
    groups = List.copyOf(groups);
  }
}
