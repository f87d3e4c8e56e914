package io.github.xacct.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How many columns the terminal has; asked of {@code stty}, since Java cannot know. */
final class TerminalWidth {
  private static final int USUAL = 80;
  private static final int MOST = 200;

  private TerminalWidth() {}

  /** The columns, 200 at most; 80 where nobody knows. */
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
      return USUAL; // no stty, no /dev/tty: Windows
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /** Reads {@code 24 80}: rows and columns. A terminal that does not know its size says 0 0. */
  static int parse(String size) {
    try {
      int columns = Integer.parseInt(size.trim().replaceAll(".*\\s", ""));
      return columns <= 0 ? USUAL : Math.min(MOST, columns);
    } catch (NumberFormatException e) {
      return USUAL;
    }
  }
}
