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

/** The file in which bootstrap keeps what it has found out of the accounts. */
public final class KnownEnvironments {
  private final Path file;
  private final Path lock;
  private final String app;
  private final Consumer<Path> written;

  /**
   * The file of an app.
   *
   * @param lock taken while it is changed
   * @param written is given the file when it was changed
   */
  public KnownEnvironments(Path file, Path lock, String app, Consumer<Path> written) {
    this.file = file;
    this.lock = lock;
    this.app = app;
    this.written = written;
  }

  /** What bootstrap has found out so far. */
  public EnvironmentsFile read() {
    return Bootstrapped.read(file).orElseGet(() -> EnvironmentsFile.empty(app));
  }

  /**
   * Writes down what changed, beside what other runs have found out meanwhile.
   *
   * @return what is known now
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
