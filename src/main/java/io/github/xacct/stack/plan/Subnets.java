package io.github.xacct.stack.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Divides a VPC's addresses into eight subnets, of which six are used. */
final class Subnets {
  private static final int USED = 6;

  private Subnets() {}

  /**
   * Returns two public, two private and two database subnets of a CIDR block such as 10.0.0.0/20.
   */
  static String of(String cidr) {
    int prefix = prefix(cidr) + 3;
    long first = first(cidr);
    return IntStream.range(0, USED)
        .mapToObj(i -> text(first + ((long) i << (32 - prefix))) + "/" + prefix)
        .collect(Collectors.joining(","));
  }

  /** Returns the problem of configured blocks; empty if there is none. */
  static Optional<String> problem(String vpc, List<String> blocks) {
    if (blocks.size() != USED) {
      return Optional.of(
          "expected 6 CIDR blocks (two public, two private, two for databases), but found "
              + blocks.size());
    }
    for (String block : blocks) {
      if (!block.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
        return Optional.of("'" + block + "' is not a block such as 10.0.0.0/23");
      }
      if (first(block) < first(vpc) || end(block) > end(vpc)) {
        return Optional.of(block + " is not within VpcCidr " + vpc);
      }
    }
    for (int i = 0; i < blocks.size(); i++) {
      for (String other : blocks.subList(i + 1, blocks.size())) {
        if (first(blocks.get(i)) < end(other) && first(other) < end(blocks.get(i))) {
          return Optional.of(blocks.get(i) + " and " + other + " overlap");
        }
      }
    }
    return Optional.empty();
  }

  private static long first(String cidr) {
    String[] parts = cidr.split("[./]");
    long address = 0;
    for (int i = 0; i < 4; i++) {
      address = address * 256 + Long.parseLong(parts[i]);
    }
    return address;
  }

  private static long end(String cidr) {
    return first(cidr) + (1L << (32 - prefix(cidr)));
  }

  private static int prefix(String cidr) {
    return Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
  }

  private static String text(long address) {
    return IntStream.of(24, 16, 8, 0)
        .mapToObj(shift -> String.valueOf(address >> shift & 255))
        .collect(Collectors.joining("."));
  }
}
