package io.github.xacct.report;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Redraws a block of lines at the bottom of a terminal, using control sequences of ECMA-48 that all
 * terminals since the VT100 support.
 */
final class AnsiScreen {
  private static final String ESC = "\u001b[";
  private static final String HIDE_CURSOR = ESC + "?25l";
  private static final String SHOW_CURSOR = ESC + "?25h";

  /** Lets a terminal that was made narrower truncate the lines instead of wrapping them. */
  private static final String NO_WRAP = ESC + "?7l";

  private static final String WRAP = ESC + "?7h";
  private static final String TO_END_OF_SCREEN = ESC + "J";

  private static final Map<String, Integer> COLOURS =
      Map.of("✓", 32, "✗", 31, "●", 33, "█", 32, "░", 34);

  private final Consumer<String> terminal;
  private final boolean colours;
  private final boolean wraps;
  private List<Integer> drawn = List.of();

  /**
   * Creates an empty block.
   *
   * @param terminal writes text unchanged and flushes it
   * @param colours whether to print marks in colour
   */
  AnsiScreen(Consumer<String> terminal, boolean colours) {
    this(terminal, colours, true);
  }

  /**
   * Creates an empty block.
   *
   * @param wraps whether the terminal rewraps existing lines when it is resized
   */
  AnsiScreen(Consumer<String> terminal, boolean colours, boolean wraps) {
    this.terminal = terminal;
    this.colours = colours;
    this.wraps = wraps;
  }

  /**
   * Replaces the lines drawn before in one write, to avoid flicker.
   *
   * @param width current columns of the terminal
   */
  void draw(List<String> lines, int width) {
    var text = new StringBuilder(HIDE_CURSOR + NO_WRAP).append(backToTheTop(width));
    for (String line : lines) {
      text.append(paint(line)).append('\n');
    }
    drawn = lines.stream().map(line -> line.codePointCount(0, line.length())).toList();
    terminal.accept(text.append(WRAP).toString());
  }

  /** Erases the block; the next output appears in its place. */
  void erase(int width) {
    if (!drawn.isEmpty()) {
      String back = backToTheTop(width);
      drawn = List.of();
      terminal.accept(back);
    }
  }

  /** Erases the block and restores the terminal's settings. */
  void restore(int width) {
    erase(width);
    terminal.accept(WRAP + SHOW_CURSOR);
  }

  /**
   * Returns the sequence that erases the block. A terminal that was made narrower rewraps the
   * lines, so that one may take several rows; the original xterm, recognized by its variable, does
   * not.
   */
  private String backToTheTop(int width) {
    int rows =
        drawn.stream().mapToInt(line -> wraps ? Math.max(1, (line + width - 1) / width) : 1).sum();
    return rows == 0 ? "" : "\r" + ESC + rows + "A" + TO_END_OF_SCREEN;
  }

  private String paint(String line) {
    if (!colours) {
      return line;
    }
    String painted = line;
    for (var colour : COLOURS.entrySet()) {
      String mark = colour.getKey();
      painted = painted.replaceAll(mark + "+", ESC + colour.getValue() + "m$0" + ESC + "0m");
    }
    return painted;
  }
}
