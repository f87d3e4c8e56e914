package io.github.xacct.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Facts defined by a test; everything else does not exist. */
final class ScriptedFacts implements Facts {
  private record Line(Predicate<Question> when, Answer answer) {}

  private final List<Line> lines = new ArrayList<>();
  final List<Question> asked = new ArrayList<>();

  /**
   * Adds an answer, which overrides earlier ones.
   *
   * @param json with single quotes
   */
  ScriptedFacts returns(String action, String json) {
    return when(action, "", Answer.found(json(json)));
  }

  /** Adds an answer to questions whose input contains a text. */
  ScriptedFacts returns(String action, String input, String json) {
    return when(action, input, Answer.found(json(json)));
  }

  ScriptedFacts denies(String action) {
    return when(action, "", Answer.without(Answer.Kind.DENIED, "AccessDenied - not you"));
  }

  private ScriptedFacts when(String action, String input, Answer answer) {
    lines.add(
        0,
        new Line(q -> q.action().equals(action) && q.input().toString().contains(input), answer));
    return this;
  }

  @Override
  public synchronized Answer ask(Question question) {
    asked.add(question);
    return lines.stream()
        .filter(line -> line.when().test(question))
        .map(Line::answer)
        .findFirst()
        .orElseGet(() -> Answer.without(Answer.Kind.MISSING, "not there"));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
