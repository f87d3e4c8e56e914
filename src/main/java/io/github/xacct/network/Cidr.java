package io.github.xacct.network;

import java.util.regex.Pattern;

/** A block of IPv4 addresses. */
record Cidr(long first, long last) {
  private static final Pattern FORM = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?");
  private static final int BITS = 32;

  /** Parses a block; a text that is not an IPv4 block contains no address. */
  static Cidr parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return new Cidr(1, 0);
    }
    String[] parts = text.split("/");
    int length = parts.length == 1 ? BITS : Integer.parseInt(parts[1]);
    long address = 0;
    for (String octet : parts[0].split("\\.")) {
      address = address << 8 | Integer.parseInt(octet);
    }
    long size = 1L << (BITS - length);
    long first = address / size * size;
    return new Cidr(first, first + size - 1);
  }

  boolean overlaps(Cidr other) {
    return first <= other.last && other.first <= last;
  }

  boolean everything() {
    return first == 0 && last == (1L << BITS) - 1;
  }

  /** Whether all its addresses are private (RFC 1918) or shared (RFC 6598). */
  boolean isPrivate() {
    return java.util.stream.Stream.of(
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
        .map(Cidr::parse)
        .anyMatch(block -> block.first <= first && last <= block.last);
  }
}
