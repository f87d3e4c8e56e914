package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes an argument file of the java launcher with one argument, like Jib. Source: "The java
 * command", java argument files; since Java 9.
 */
final class ArgumentFile {
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\\s\"'#\\\\]");

  private ArgumentFile() {}

  /** Writes the file and adds it to a layer as {@code /app/NAME}. */
  static void write(Path folder, String name, String argument, Map<String, FileEntry> layer) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      // Jib's cache identifies a file by its time, so an unchanged file is not written.
      String text = quoted(argument);
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw XacctException.yours("The file " + file + " cannot be written.")
          .evidence(e.toString())
          .suggestion("look at the folder's permissions and at the space on its disk")
          .cause(e);
    }
    FileTree.put(layer, file, "/app/" + name, "644");
  }

  private static String quoted(String argument) {
    return NEEDS_QUOTES.matcher(argument).find()
        ? '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : argument;
  }
}
