package io.github.xacct.report;

import io.github.xacct.model.Unattended;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;

/** Whether a person watches a terminal, who gets a live view, or the lines go into a log. */
public enum Console {
  PLAIN,
  LIVE;

  /**
   * Chooses plain lines or a live view.
   *
   * @param requested plain or live, as in {@code -Dxacct.console=live}; also in CI, but never live
   *     where there is no terminal to redraw on
   * @param terminal {@link #isTerminal()}, and that Maven is not in batch mode
   * @param environment the variables of the process
   * @throws IllegalArgumentException if it is neither
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

  /** Whether colours are fit for it; whoever wants none says NO_COLOR (https://no-color.org). */
  public static boolean coloured(Console console, Map<String, String> environment) {
    return console == LIVE && !environment.containsKey("NO_COLOR");
  }

  /** Whether input and output of this process are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // what follows knows of JDK 22
  public static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console also when the output goes into a pipe.
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // before, there was one only on a terminal
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
