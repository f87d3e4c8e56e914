package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that prints: a warning in the log of a build that succeeds alarms whoever reads it.
 * Those with a tag, which run when somebody asks for them, may report what they measured. Of all
 * classes: META-INF/services names it.
 */
public final class TestsAreSilent implements BeforeAllCallback, AfterEachCallback {
  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
  private static boolean listening;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (listening) {
      return;
    }
    listening = true;
    // That no log of SLF4J is on the class path of the tests is meant.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setOut(listenedTo(System.out));
    System.setErr(listenedTo(System.err));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    String printed = PRINTED.toString(StandardCharsets.UTF_8);
    PRINTED.reset();
    if (context.getTags().isEmpty()) {
      assertThat(withoutWarningsOfJava(printed)).as("what this test prints").isEmpty();
    }
  }

  /**
   * Those of JDK 24 and newer, of what libraries do; and a thread that ended with an exception,
   * which may be one of an earlier test.
   */
  private static List<String> withoutWarningsOfJava(String printed) {
    return printed
        .lines()
        .takeWhile(line -> !line.startsWith("Exception in thread "))
        .filter(line -> !line.startsWith("WARNING: "))
        .toList();
  }

  private static PrintStream listenedTo(PrintStream stream) {
    var both =
        new OutputStream() {
          @Override
          public void write(int one) {
            stream.write(one);
            PRINTED.write(one);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            stream.write(bytes, offset, length);
            PRINTED.write(bytes, offset, length);
          }

          @Override
          public void flush() throws IOException {
            stream.flush();
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }
}
