package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.FunctionXml;
import io.github.xacct.goal.configuration.xml.RehearsalXml;
import io.github.xacct.goal.configuration.xml.ValueForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code <rehearsal>}. */
final class RehearsalReader {
  /** CodeDeploy's limit for both waits in minutes: two days. */
  private static final int LONGEST_WAIT = 2880;

  /** ECS's limit for the bake time in minutes: one day. */
  private static final int LONGEST_BAKE_TIME = 1440;

  private static final String ECS = "ecs";
  private static final List<String> ENGINES = List.of("codedeploy", ECS);

  private static final int DEFAULT_TERMINATION_WAIT = 5;

  /** The default of bootstrap's stacks. */
  private static final int DEFAULT_READY_WAIT = 60;

  /** Limited because a rehearsal runs each task as a process of this machine. */
  private static final int MOST_TASKS = 20;

  /** Lambda's limit in seconds: 15 minutes. */
  private static final int LONGEST_FUNCTION = 900;

  private static final Pattern HANDLER =
      Pattern.compile("[\\p{L}_$][\\p{L}\\d_$.]*(::[\\p{L}_$][\\p{L}\\d_$]*)?");

  private RehearsalReader() {}

  /**
   * Returns the settings, with a default for each element.
   *
   * @param environment environment that contains the element
   * @param parent element of the environment
   */
  static RehearsalSettings read(EnvironmentXml environment, Element parent) {
    boolean ecs =
        parent
            .child("engine")
            .optional(environment.engine, text -> ValueForm.choose(text, ENGINES))
            .filter(ECS::equals)
            .isPresent();
    boolean network =
        "network".equals(Element.mapOf(environment.stackParameters).get("LoadBalancerType"));
    return read(
        environment.rehearsal,
        ChecksReader.any(environment),
        ecs,
        network,
        parent.child("rehearsal"));
  }

  private static RehearsalSettings read(
      RehearsalXml written, boolean asked, boolean ecs, boolean network, Element element) {
    RehearsalXml xml = written == null ? new RehearsalXml() : written;
    int longest = ecs ? LONGEST_BAKE_TIME : LONGEST_WAIT;
    int terminationWait =
        element
            .child("terminationWait")
            .number(xml.terminationWait, DEFAULT_TERMINATION_WAIT, 0, longest, "minutes")
            .orElse(DEFAULT_TERMINATION_WAIT);
    Optional<Integer> readyWait =
        element
            .child("readyWait")
            .number(xml.readyWait, asked ? DEFAULT_READY_WAIT : 0, 0, LONGEST_WAIT, "minutes")
            .filter(minutes -> minutes > 0);
    boolean testListener = element.child("testListener").flag(xml.testListener, true);
    int desiredCount =
        element.child("desiredCount").number(xml.desiredCount, 1, 1, MOST_TASKS).orElse(1);
    boolean autoScaling = element.child("autoScaling").flag(xml.autoScaling, false);
    return new RehearsalSettings(
        terminationWait,
        readyWait,
        testListener,
        desiredCount,
        autoScaling,
        functions(Element.listOf(xml.functions), element.child("functions")),
        ecs,
        network);
  }

  private static List<FunctionSettings> functions(List<FunctionXml> written, Element parent) {
    var functions = new ArrayList<FunctionSettings>();
    var names = new HashSet<String>();
    for (int i = 0; i < written.size(); i++) {
      FunctionXml xml = written.get(i);
      Element element = parent.child("function", xml.name, i + 1);
      function(xml, element).ifPresent(functions::add);
      if (Element.isWritten(xml.name) && !names.add(xml.name.trim())) {
        element.problem("written twice: write each function once");
      }
    }
    return List.copyOf(functions);
  }

  private static Optional<FunctionSettings> function(FunctionXml xml, Element element) {
    Optional<String> name =
        element.child("name").required(xml.name, "the function's name or ARN", text -> text);
    Optional<String> handler =
        element.child("handler").optional(xml.handler, RehearsalReader::handler);
    Optional<String> command = element.child("command").optional(xml.command, text -> text);
    if (Element.isWritten(xml.handler) == Element.isWritten(xml.command)) {
      element.problem("write either <handler> or <command>, which says what runs");
    }
    Optional<Duration> timeout =
        element
            .child("timeout")
            .optional(
                xml.timeout, text -> ValueForm.wholeNumber(text, 1, LONGEST_FUNCTION, "seconds"))
            .map(Duration::ofSeconds);
    return name.filter(n -> element.isSound())
        .map(
            n ->
                new FunctionSettings(n, handler, command, timeout, Element.mapOf(xml.environment)));
  }

  private static String handler(String text) {
    if (!HANDLER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "invalid value '"
              + text
              + "': expected a class and a method, such as com.example.Hook::handleRequest");
    }
    return text;
  }
}
