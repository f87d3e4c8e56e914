package io.github.xacct.report;

import io.github.xacct.model.Unattended;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;

/** How a deployment is shown: plain lines for a log, or a live view for a person at a terminal. */
public enum Console {
  PLAIN,
  LIVE;

  /**
   * Chooses plain lines or a live view.
   *
   * @param requested {@code plain} or {@code live} as in {@code -Dxacct.console=live}, also in CI;
   *     {@code live} has no effect without a terminal
   * @param terminal whether {@link #isTerminal()} and Maven is not in batch mode
   * @param environment environment variables of the process
   * @throws IllegalArgumentException if {@code requested} has another value
   */
  public static Console choose(
      Optional<String> requested, boolean terminal, Map<String, String> environment) {
    boolean able = terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean watched = !Unattended.is(environment);
    return switch (requested.orElse("")) {
      case "plain" -> PLAIN;
      case "live" -> able ? LIVE : PLAIN;
      case "" -> able && watched ? LIVE : PLAIN;
      default ->
          throw new IllegalArgumentException(
              "invalid value '" + requested.get() + "': expected plain or live");
    };
  }

  /** Whether to print colours: in a live view unless NO_COLOR is set (https://no-color.org). */
  public static boolean coloured(Console console, Map<String, String> environment) {
    return console == LIVE && !environment.containsKey("NO_COLOR");
  }

  /** Whether standard input and output of this process are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // handled below for JDK 22 and newer
  public static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console even if the output is a pipe.
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // older JDKs have a console only on a terminal
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
