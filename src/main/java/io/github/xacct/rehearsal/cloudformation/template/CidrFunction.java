package io.github.xacct.rehearsal.cloudformation.template;

import java.util.List;
import java.util.stream.IntStream;

/** The function {@code Fn::Cidr}: divides a network into blocks of IPv4 addresses. */
final class CidrFunction {
  private CidrFunction() {}

  /**
   * Returns the first blocks of a network.
   *
   * @param hostBits number of host bits in an address, 8 for a /24
   */
  static List<String> blocks(String network, int count, int hostBits) {
    String[] parts = network.split("/");
    int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : 33;
    if (prefix > 32 || count > 1 << Math.max(0, 32 - prefix - hostBits)) {
      throw TemplateRefused.error(
          "Fn::Cidr cannot cut " + count + " blocks of " + hostBits + " bits out of " + network);
    }
    long first = 0;
    for (String octet : parts[0].split("\\.")) {
      first = first << 8 | Integer.parseInt(octet);
    }
    long start = first;
    return IntStream.range(0, count)
        .mapToObj(i -> address(start + ((long) i << hostBits)) + "/" + (32 - hostBits))
        .toList();
  }

  private static String address(long bits) {
    return "%s.%s.%s.%s".formatted(bits >> 24 & 255, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
  }
}
