package io.github.xacct.image.registry;

import java.util.Optional;

/** Searches an exception and its causes. */
public final class Causes {
  private Causes() {}

  /** The messages of the exception and its causes, to search in. */
  public static String words(Throwable thrown) {
    var words = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      words.append(t.getMessage()).append('\n');
    }
    return words.toString();
  }

  /** The first cause of a type. */
  static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }
}
