package io.github.xacct.goal.console;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Console;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** Whether somebody agrees: on a terminal by typing yes, in a log by {@code -Dxacct.yes}. */
public final class Consent {
  private final Optional<String> given;
  private final boolean terminal;

  /**
   * Consent that is given on the command line or asked for on the terminal.
   *
   * @param yes as in {@code -Dxacct.yes}: true, or the word itself
   */
  public Consent(String yes, MavenSession session) {
    this.given = Optional.ofNullable(yes).filter(Element::isWritten).map(String::trim);
    this.terminal = Console.isTerminal() && session.getRequest().isInteractiveMode();
  }

  /**
   * Asks, if there is somebody.
   *
   * @param word that agrees
   * @return whether to go on
   * @throws XacctException if nobody can be asked and nothing was said beforehand
   */
  public boolean to(String question, String word) {
    if (given.isPresent()) {
      return agrees(given.get(), word);
    }
    if (!terminal) {
      throw XacctException.yours(
              question + " There is no terminal for the question. Nothing was changed.")
          .suggestion("-Dxacct.yes" + (word.equals("yes") ? "" : "=" + word) + ", if you mean it.");
    }
    return word.equals(
        Objects.requireNonNull(System.console())
            .readLine("%s Type %s to go on: ", question, word)
            .trim());
  }

  /**
   * What deletes something wants to be named: a bare -Dxacct.yes is too easily left in a script.
   */
  private static boolean agrees(String given, String word) {
    if (given.equals(word) || word.equals("yes") && given.equals("true")) {
      return true;
    }
    throw XacctException.yours("-Dxacct.yes is '" + given + "', not '" + word + "'.")
        .suggestion("-Dxacct.yes=" + word + ", if you mean it. Nothing was changed.");
  }
}
