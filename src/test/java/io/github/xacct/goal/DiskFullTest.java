package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.console.DiskFull;
import io.github.xacct.goal.console.DiskFull.Place;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFullTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment><name>test</name><account>222222222222</account></environment>
      </environments>
      """;

  @TempDir Path folder;
  private DiskFull disk;

  @BeforeEach
  void fill() throws IOException {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Files.write(cache.resolve("layer"), new byte[3 << 20]);
    disk =
        new DiskFull(
            List.of(
                new Place(folder.resolve("target"), "mvn clean"),
                new Place(cache, "delete Jib's cache " + cache)));
  }

  @Test
  void namesTheFileAndWhatMayBeDeletedOnItsDisk() {
    String file = folder.resolve("cache/tmp/1").toString();
    var thrown =
        XacctException.yours("The image could not be built.")
            .cause(new FileSystemException(file, null, "No space left on device"));

    assertThat(said(thrown))
        .isEqualTo(
            """
            The disk of FOLDER/cache/tmp/1 is full.
            The system said: No space left on device
            N of N are free there. The file may have been larger, or a quota or the inodes are used up.
            What failed: The image could not be built.
            Try: mvn clean;
                 delete Jib's cache FOLDER/cache (N);
                 then run it again""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "write failed: No space left on device",
        "There is not enough space on the disk",
        "Disk quota exceeded",
        "Disc quota exceeded"
      })
  void knowsTheWordsOfEachSystemWhereverTheyStand(String words) {
    var deep = new CompletionException(new UncheckedIOException(new IOException(words)));
    assertThat(said(deep)).startsWith("The disk of FOLDER/").contains("then run it again");
    var inEvidence = XacctException.yours("X.").evidence("java.io.IOException: " + words);
    assertThat(said(inEvidence)).contains("What failed: X.");
  }

  @Test
  void otherFailuresAreNone() {
    assertThat(disk.explain(XacctException.yours("X.").evidence("no space for two"))).isEmpty();
    assertThat(disk.explain(new IllegalStateException((String) null))).isEmpty();
  }

  /** For any exception of a goal, and without Maven's advice to use -X. */
  @Test
  void aGoalThatMeetsOneFailsWithTheseWords() {
    RuntimeException thrown = new UncheckedIOException(new IOException("No space left on device"));
    assertThatThrownBy(() -> GoalRun.of(new FullDiskMojo(thrown), folder, POM, ""))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("is full.\nThe system said: No space left on device\n")
        .hasMessageContaining("mvn clean");
    RuntimeException other = new IllegalStateException("x");
    assertThatThrownBy(() -> GoalRun.of(new FullDiskMojo(other), folder, POM, "")).isSameAs(other);
  }

  private String said(Throwable thrown) {
    return disk.explain(thrown)
        .orElseThrow()
        .getMessage()
        .replace(folder.toString(), "FOLDER")
        .replaceAll("\\d+ [MG]B", "N");
  }

  /** A goal that fails because of a full disk. */
  public static final class FullDiskMojo extends XacctMojo {
    private final RuntimeException thrown;

    FullDiskMojo(RuntimeException thrown) {
      this.thrown = thrown;
    }

    @Override
    GoalNeeds needs() {
      return GoalNeeds.oneEnvironment();
    }

    @Override
    void run(GoalContext goal) {
      throw thrown;
    }
  }
}
