package io.github.xacct.revision;

import java.util.regex.Pattern;

/** Which values of a task definition are the user's own words, which AWS passes on unread. */
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

  /** Whether Docker or a log router reads it. */
  static boolean isLogOption(String path) {
    return LOG_OPTION.matcher(path).matches();
  }

  /** Whether a shell may read it, for which <code>$NAME</code> means something. */
  static boolean isCommand(String path) {
    return COMMAND.matcher(path).matches();
  }
}
