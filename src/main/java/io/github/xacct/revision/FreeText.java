package io.github.xacct.revision;

import java.util.regex.Pattern;

/** Determines which values of a task definition are free text, which AWS does not validate. */
final class FreeText {

  private static final Pattern COMMAND =
      Pattern.compile("(?:.*\\.)?(?:command|entryPoint)\\[\\d+\\]");
  private static final Pattern LOG_OPTION =
      Pattern.compile("(?:.*\\.)?options\\.(?!awslogs-(?:group|region)$).*");
  private static final Pattern OTHER =
      Pattern.compile(
          "(?:.*\\.)?(?:(?:environment|properties)\\[\\d+\\]\\.value|tags\\[\\d+\\]\\.(?:key|value)"
              + "|(?:dockerLabels|labels|driverOpts)\\..*|expression|workingDirectory|user|hostname)");

  private FreeText() {}

  static boolean isAt(String path) {
    return isCommand(path) || isLogOption(path) || OTHER.matcher(path).matches();
  }

  /** Whether the value is an option of a log driver or log router. */
  static boolean isLogOption(String path) {
    return LOG_OPTION.matcher(path).matches();
  }

  /** Whether the value is part of a command, where a shell may expand <code>$NAME</code>. */
  static boolean isCommand(String path) {
    return COMMAND.matcher(path).matches();
  }
}
