package io.github.xacct.rehearsal.state;

import com.fasterxml.jackson.core.JacksonException;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Reads the files that an earlier rehearsal saved, if this version of the plugin can. */
public final class SavedState {
  private SavedState() {}

  /** Parses a file's text. */
  public interface Reader<T> {
    T read(String text) throws IOException;
  }

  /**
   * Reads a file of the state folder.
   *
   * @throws XacctException if this version cannot parse it
   */
  public static <T> T read(Path file, Reader<T> reader) throws IOException {
    String text = Files.readString(file);
    try {
      return reader.read(text);
    } catch (JacksonException e) {
      throw unreadable(file, e.getOriginalMessage().replaceFirst(" \\(index .*", ""));
    } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
      throw unreadable(file, e.toString());
    }
  }

  private static XacctException unreadable(Path file, String why) {
    return XacctException.yours("Cannot read " + file + ", which an earlier rehearsal wrote.")
        .evidence("Cause: " + why.lines().findFirst().orElse(""))
        .suggestion(
            "if another version of the plugin wrote it, delete the folder "
                + stateFolder(file)
                + ": the next rehearsal begins with a new one.");
  }

  /** Returns the state folder: the ancestor that contains the lock file. */
  private static Path stateFolder(Path file) {
    Path folder = Objects.requireNonNull(file.getParent());
    while (!Files.exists(folder.resolve(StateLock.FILE)) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }
}
