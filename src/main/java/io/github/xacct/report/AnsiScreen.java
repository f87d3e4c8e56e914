package io.github.xacct.report;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Redraws a block of lines at the bottom of a terminal, by ECMA-48's control sequences as every
 * terminal since the VT100 knows them.
 */
final class AnsiScreen {
  private static final String ESC = "\u001b[";
  private static final String HIDE_CURSOR = ESC + "?25l";
  private static final String SHOW_CURSOR = ESC + "?25h";

  /** A terminal made narrower meanwhile cuts our lines instead of wrapping them. */
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
   * A block with nothing in it yet.
   *
   * @param terminal takes text as it is and sends it at once
   * @param colours whether marks may have them
   */
  AnsiScreen(Consumer<String> terminal, boolean colours) {
    this(terminal, colours, true);
  }

  /** The same on a terminal that may leave cut what it has cut. */
  AnsiScreen(Consumer<String> terminal, boolean colours, boolean wraps) {
    this.terminal = terminal;
    this.colours = colours;
    this.wraps = wraps;
  }

  /**
   * Puts these lines in the place of those drawn before, in one write, so that nothing flickers.
   *
   * @param width columns of the terminal now
   */
  void draw(List<String> lines, int width) {
    var text = new StringBuilder(HIDE_CURSOR + NO_WRAP).append(backToTheTop(width));
    for (String line : lines) {
      text.append(paint(line)).append('\n');
    }
    drawn = lines.stream().map(line -> line.codePointCount(0, line.length())).toList();
    terminal.accept(text.append(WRAP).toString());
  }

  /** Takes the block away; what is written next stands in its place. */
  void erase(int width) {
    if (!drawn.isEmpty()) {
      String back = backToTheTop(width);
      drawn = List.of();
      terminal.accept(back);
    }
  }

  /** Leaves the terminal as it was found. */
  void restore(int width) {
    erase(width);
    terminal.accept(WRAP + SHOW_CURSOR);
  }

  /**
   * A terminal that is made narrower wraps what stands there anew, so that a line takes several
   * rows. The original xterm does not, and says who it is.
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
