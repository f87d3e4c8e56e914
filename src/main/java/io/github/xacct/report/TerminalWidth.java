package io.github.xacct.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads the number of columns of the terminal from {@code stty}, because Java has no API for it.
 */
final class TerminalWidth {
  private static final int USUAL = 80;
  private static final int MOST = 200;

  private TerminalWidth() {}

  /** Returns the columns, at most 200; 80 if unknown. */
  static int now() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new java.io.File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return USUAL;
      }
      return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return USUAL; // no stty or no /dev/tty, as on Windows
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /**
   * Parses rows and columns such as {@code 24 80}; a terminal of unknown size reports {@code 0 0}.
   */
  static int parse(String size) {
    try {
      int columns = Integer.parseInt(size.trim().replaceAll(".*\\s", ""));
      return columns <= 0 ? USUAL : Math.min(MOST, columns);
    } catch (NumberFormatException e) {
      return USUAL;
    }
  }
}
