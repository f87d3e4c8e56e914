package io.github.xacct.goal.console;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Console;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** Confirmation of changes: typed on a terminal, or by {@code -Dxacct.yes}. */
public final class Consent {
  private final Optional<String> given;
  private final boolean terminal;

  /**
   * Creates a confirmation from the command line or, if absent, from the terminal.
   *
   * @param yes value of {@code -Dxacct.yes}: true, or the word to type
   */
  public Consent(String yes, MavenSession session) {
    this.given = Optional.ofNullable(yes).filter(Element::isWritten).map(String::trim);
    this.terminal = Console.isTerminal() && session.getRequest().isInteractiveMode();
  }

  /**
   * Prompts for the word, unless the command line contains it.
   *
   * @param word that confirms
   * @return whether the changes are confirmed
   * @throws XacctException if there is neither a terminal nor a confirmation on the command line
   */
  public boolean to(String question, String word) {
    if (given.isPresent()) {
      return agrees(given.get(), word);
    }
    if (!terminal) {
      throw XacctException.yours(
              question + " There is no terminal to confirm on. Nothing was changed.")
          .suggestion("-Dxacct.yes" + (word.equals("yes") ? "" : "=" + word) + " to confirm.");
    }
    return word.equals(
        Objects.requireNonNull(System.console())
            .readLine("%s Type %s to continue: ", question, word)
            .trim());
  }

  /**
   * Whether the command line confirms. A deletion requires the name: -Dxacct.yes without a value is
   * too easily left in a script.
   */
  private static boolean agrees(String given, String word) {
    if (given.equals(word) || word.equals("yes") && given.equals("true")) {
      return true;
    }
    throw XacctException.yours("-Dxacct.yes is '" + given + "', not '" + word + "'.")
        .suggestion("-Dxacct.yes=" + word + " to confirm. Nothing was changed.");
  }
}
