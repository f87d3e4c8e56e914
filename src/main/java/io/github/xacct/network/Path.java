package io.github.xacct.network;

import java.util.ArrayList;
import java.util.List;

/**
 * How a connection goes.
 *
 * @param words the way it takes, or the hop at which it ends
 * @param fix what opens it
 */
public record Path(Way way, String words, List<String> fix) {

  /** Whether a connection along the path succeeds. */
  public enum Way {
    OPEN,
    /** The path leaves what can be read. */
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

  /** The same with something to know before, and to do first. */
  Path after(String before, String first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(fix);
    return new Path(way, before + "; " + words, all);
  }
}
