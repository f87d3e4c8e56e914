package io.github.xacct.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a connection, and whether it is open.
 *
 * @param words the way the connection takes, or the hop at which it fails
 * @param fix commands or steps that open the path
 */
public record Path(Way way, String words, List<String> fix) {

  /** Whether a connection along the path succeeds. */
  public enum Way {
    OPEN,
    /** The path continues where it cannot be checked. */
    UNKNOWN,
    CLOSED
  }

  static Path open(String words) {
    return new Path(Way.OPEN, words, List.of());
  }

  static Path unknown(String words) {
    return new Path(Way.UNKNOWN, words, List.of());
  }

  static Path closed(String words, String... fix) {
    return new Path(Way.CLOSED, words, List.of(fix));
  }

  public boolean isClosed() {
    return way == Way.CLOSED;
  }

  public boolean isUnknown() {
    return way == Way.UNKNOWN;
  }

  /** Returns the path with a finding before its words and a step before its fix. */
  Path after(String before, String first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(fix);
    return new Path(way, before + "; " + words, all);
  }
}
