package io.github.xacct.image.registry;

import java.util.Optional;

/** What an exception and its causes say. */
public final class Causes {
  private Causes() {}

  /** All that the exception and its causes say, for looking for something in it. */
  public static String words(Throwable thrown) {
    var words = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      words.append(t.getMessage()).append('\n');
    }
    return words.toString();
  }

  /** The first of a type among them. */
  static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }
}
