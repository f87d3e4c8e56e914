package io.github.xacct.rehearsal.task;

import io.github.xacct.rehearsal.plan.AccountRegion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates an image's {@code java ...} command for the host's JVM and the unpacked image:
 * absolute paths of the image become paths of this machine, in class paths, after {@code -jar}, in
 * argument files and in values such as {@code -javaagent:/app/agent.jar}. Source: "The java
 * command", java argument files.
 */
public final class JavaCommand {
  private static final Set<String> PATH_LISTS =
      Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path");
  private static final Set<String> WITH_VALUE =
      Set.of("--add-modules", "--add-reads", "--add-exports", "--add-opens", "--limit-modules");

  /** Environment variables with options that a JVM reads. */
  public static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private static final Pattern COMPILER_OPTION =
      Pattern.compile("(?:^|\\s)-(?:Xint|Xcomp|client|server|XX:\\S*(?:Tiered|Compil|JVMCI))");

  private final UnpackedImage image;

  public JavaCommand(UnpackedImage image) {
    this.image = image;
  }

  /** Returns whether the program is the java launcher. */
  public static boolean runs(List<String> command) {
    return !command.isEmpty() && AccountRegion.nameIn(command.get(0)).equals("java");
  }

  /**
   * Returns options for a faster start of a short-lived app on a busy machine, which save a third
   * of the CPU time: no optimizing compiler, unless the app has compiler options.
   */
  public static List<String> quickStart(List<String> arguments, Map<String, String> environment) {
    boolean chosen =
        Stream.concat(
                arguments.stream(),
                OPTION_VARIABLES.stream().flatMap(v -> Stream.ofNullable(environment.get(v))))
            .anyMatch(words -> COMPILER_OPTION.matcher(words).find());
    return chosen ? List.of() : List.of("-XX:TieredStopAtLevel=1");
  }

  /** Returns the translated arguments after {@code java}, with argument files expanded. */
  public List<String> translate(List<String> arguments) throws IOException {
    List<String> result = new ArrayList<>();
    boolean inApp = false;
    String option = "";
    for (String argument : spelledOut(arguments)) {
      if (PATH_LISTS.contains(option)) {
        result.add(pathList(argument));
        option = "";
      } else if (option.equals("-jar")) {
        result.add(path(argument));
        option = "";
        inApp = true;
      } else if (WITH_VALUE.contains(option)) {
        result.add(argument);
        option = "";
      } else {
        result.add(inApp ? value(argument) : launcherOption(argument));
        option = inApp ? "" : argument;
        inApp = inApp || !argument.startsWith("-");
      }
    }
    return result;
  }

  /**
   * Replaces {@code @/app/file} by the file's arguments, as the launcher does up to the main class.
   * The main class may itself be in a file, as Jib writes it.
   */
  private List<String> spelledOut(List<String> arguments) throws IOException {
    List<String> result = new ArrayList<>();
    for (String argument : arguments) {
      Path file = argument.startsWith("@") ? image.at(argument.substring(1)) : null;
      if (file != null && argument.startsWith("@/") && Files.isRegularFile(file)) {
        result.addAll(words(Files.readString(file)));
      } else {
        result.add(argument);
      }
    }
    return result;
  }

  private String launcherOption(String argument) {
    int equals = argument.indexOf('=');
    if (equals > 0 && PATH_LISTS.contains(argument.substring(0, equals))) {
      return argument.substring(0, equals + 1) + pathList(argument.substring(equals + 1));
    }
    return value(argument);
  }

  private String pathList(String list) {
    return Arrays.stream(list.split(File.pathSeparator))
        .map(this::path)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String path(String path) {
    return path.startsWith("/") ? image.at(path).toString() : path;
  }

  /**
   * Translates an argument whose value is an existing path of the image. Others are unchanged, such
   * as {@code /tmp/gc.log} or a URL's path.
   */
  private String value(String argument) {
    int start = argument.startsWith("-") ? valueStart(argument) : 0;
    String value = argument.substring(start);
    int end = value.indexOf('=');
    String file = end < 0 ? value : value.substring(0, end);
    if (!file.startsWith("/") || file.length() == 1 || !Files.exists(image.at(file))) {
      return argument;
    }
    return argument.substring(0, start) + image.at(file) + value.substring(file.length());
  }

  private static int valueStart(String argument) {
    for (int i = 0; i < argument.length(); i++) {
      if (argument.charAt(i) == '=' || argument.charAt(i) == ':') {
        return i + 1;
      }
    }
    return argument.length();
  }

  /** Returns the translated value of an option variable such as JAVA_TOOL_OPTIONS. */
  public String translateOptions(String options) {
    return words(options).stream().map(this::launcherOption).collect(Collectors.joining(" "));
  }

  /**
   * Splits arguments as the launcher does: at white space, with quotes, escapes inside them, and
   * comments.
   */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && i + 1 < text.length()) {
          word.append(text.charAt(++i));
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (c == '#' && !begun) {
        i = endOfLine(text, i);
      } else if (Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /** Returns the content of an argument file with these arguments. */
  public static String argumentFile(List<String> words) {
    return words.stream()
        .map(w -> '"' + w.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"')
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
