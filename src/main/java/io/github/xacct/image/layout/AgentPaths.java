package io.github.xacct.image.layout;

import io.github.xacct.model.ImageSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks that the agents of the JVM's options are in the image: without one the JVM does not start.
 */
final class AgentPaths {
  private static final Pattern AGENT = Pattern.compile("-(?:javaagent|agentpath):([^=\\s\"']+)");
  private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private AgentPaths() {}

  /**
   * One line for each agent that no layer of the app contains; relative paths start at the root.
   */
  static List<String> warnings(ImageSettings settings, LayersDraft draft) {
    var lines = new TreeSet<String>();
    words(settings)
        .forEach(
            word -> {
              Matcher agent = AGENT.matcher(word);
              while (agent.find()) {
                String path = Path.of("/").resolve(agent.group(1)).normalize().toString();
                if (!draft.leadsTo(path)) {
                  lines.add(
                      """
                      %s: %s is in no layer of the app. The JVM does not start unless the \
                      base image has it; <image><extraDirectories> adds it."""
                          .formatted(agent.group(), path));
                }
              }
            });
    return new ArrayList<>(lines);
  }

  private static Stream<String> words(ImageSettings settings) {
    return Stream.concat(
        settings.jvmFlags().stream(),
        VARIABLES.stream().flatMap(name -> Stream.ofNullable(settings.environment().get(name))));
  }
}
