package io.github.xacct.stack;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a VPC's addresses are divided: into eighths, of which six are used. */
final class Subnets {
  private static final int USED = 6;

  private Subnets() {}

  /** Two public, two private and two database subnets of a block such as 10.0.0.0/20. */
  static String of(String cidr) {
    String[] parts = cidr.split("[./]");
    long address = 0;
    for (int i = 0; i < 4; i++) {
      address = address * 256 + Long.parseLong(parts[i]);
    }
    int prefix = Integer.parseInt(parts[4]) + 3;
    long first = address;
    return IntStream.range(0, USED)
        .mapToObj(i -> text(first + ((long) i << (32 - prefix))) + "/" + prefix)
        .collect(Collectors.joining(","));
  }

  private static String text(long address) {
    return IntStream.of(24, 16, 8, 0)
        .mapToObj(shift -> String.valueOf(address >> shift & 255))
        .collect(Collectors.joining("."));
  }
}
