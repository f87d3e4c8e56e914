package io.github.xacct.goal.configuration;

import io.github.xacct.report.SharedFile;
import io.github.xacct.stack.EnvironmentsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The file in which bootstrap records roles and outputs of the accounts. */
public final class KnownEnvironments {
  private final Path file;
  private final Path lock;
  private final String app;
  private final Consumer<Path> written;

  /**
   * Creates access to the file of an app.
   *
   * @param lock lock file for changes
   * @param written receives the file after a change
   */
  public KnownEnvironments(Path file, Path lock, String app, Consumer<Path> written) {
    this.file = file;
    this.lock = lock;
    this.app = app;
    this.written = written;
  }

  /** Returns what bootstrap has recorded so far. */
  public EnvironmentsFile read() {
    return Bootstrapped.read(file).orElseGet(() -> EnvironmentsFile.empty(app));
  }

  /**
   * Applies a change to the current file, which may contain changes of concurrent runs.
   *
   * @return the new content
   */
  public EnvironmentsFile change(UnaryOperator<EnvironmentsFile> change) {
    var found = new AtomicReference<EnvironmentsFile>();
    try {
      boolean news =
          SharedFile.change(
              file,
              lock,
              text -> {
                var changed = change.apply(read());
                found.set(changed);
                boolean nothing = changed.equals(EnvironmentsFile.empty(changed.app()));
                return text.isEmpty() && nothing ? null : changed.text();
              });
      if (news) {
        written.accept(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(found.get());
  }
}
