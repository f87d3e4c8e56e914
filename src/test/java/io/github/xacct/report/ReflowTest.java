package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block that is redrawn while the terminal is resized. */
class ReflowTest {
  private final Terminal terminal = new Terminal(60);
  private final AnsiScreen screen = new AnsiScreen(terminal::write, false);

  @Test
  void leavesNothingBehindWhereTheTerminalIsMadeNarrower() {
    terminal.write("14:00:00  Deployment d-1 was created\n");
    screen.draw(block("first", 58), 60);
    terminal.resize(20);
    screen.draw(block("second", 18), 20);
    terminal.resize(13);
    screen.erase(13);
    terminal.write("14:00:09  it\n");
    screen.draw(block("third", 11), 13);

    assertThat(terminal.lines())
        .containsExactly(
            "14:00:00  Deployment d-1 was created", "14:00:09  it", "third ....x", "third ....x");
  }

  @Test
  void erasesNoLineOfTheTranscriptWhereItIsMadeWider() {
    terminal.resize(20);
    terminal.write("14:00:00  Deployment d-1 was created\n");
    screen.draw(block("first", 18), 20);
    terminal.resize(60);
    screen.draw(block("second", 58), 60);

    assertThat(terminal.lines()).hasSize(3).startsWith("14:00:00  Deployment d-1 was created");
  }

  private static List<String> block(String word, int length) {
    String line = word + " " + ".".repeat(length - word.length() - 2) + "x";
    return List.of(line, line);
  }

  /** A terminal that rewraps long lines when it is resized, as most do. */
  private static final class Terminal {
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private final List<Boolean> goesOn = new ArrayList<>(List.of(false));
    private int width;
    private int row;
    private boolean wraps = true;

    Terminal(int width) {
      this.width = width;
    }

    void write(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\u001b') {
          int end = i + 2;
          while (!Character.isLetter(text.charAt(end))) {
            end++;
          }
          control(text.substring(i + 2, end), text.charAt(end));
          i = end;
        } else if (c == '\n') {
          next(false);
        } else if (c != '\r') {
          print(c);
        }
      }
    }

    private void print(char c) {
      if (rows.get(row).length() == width) {
        if (!wraps) {
          return;
        }
        next(true);
      }
      rows.get(row).append(c);
    }

    private void next(boolean ofTheSameLine) {
      goesOn.set(row, ofTheSameLine);
      row++;
      if (row == rows.size()) {
        rows.add(new StringBuilder());
        goesOn.add(false);
      }
    }

    private void control(String parameter, char command) {
      if (command == 'A') {
        row = Math.max(0, row - Integer.parseInt(parameter));
      } else if (command == 'J') {
        rows.subList(row, rows.size()).clear();
        goesOn.subList(row, goesOn.size()).clear();
        rows.add(new StringBuilder());
        goesOn.add(false);
      } else if (parameter.equals("?7")) {
        wraps = command == 'h';
      }
    }

    void resize(int columns) {
      var lines = lines();
      width = columns;
      rows.clear();
      goesOn.clear();
      for (String line : lines) {
        for (int from = 0; from < Math.max(1, line.length()); from += width) {
          rows.add(new StringBuilder(line.substring(from, Math.min(line.length(), from + width))));
          goesOn.add(from + width < line.length());
        }
      }
      rows.add(new StringBuilder());
      goesOn.add(false);
      row = rows.size() - 1; // our cursor is always below everything
    }

    /** Returns the lines as printed, without wrapping. */
    List<String> lines() {
      var lines = new ArrayList<String>();
      var line = new StringBuilder();
      for (int i = 0; i < rows.size(); i++) {
        line.append(rows.get(i));
        if (!goesOn.get(i)) {
          lines.add(line.toString());
          line.setLength(0);
        }
      }
      lines.removeIf(String::isEmpty);
      return lines;
    }
  }
}
