package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.Deadline;
import io.github.xacct.goal.console.DetailedExitcode;
import io.github.xacct.image.ImageJson;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.rehearsal.TinyApp;
import java.net.Authenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goals that share a JVM, as in a Maven daemon and with {@code -T2}. */
class OneJvmTest {
  private static final String ONE =
      """
      <platform>linux/arm64</platform><user>1:1</user><tags><tag>one</tag></tags>
      <jvmFlags><flag>-Xss1m</flag></jvmFlags><labels><of>one</of></labels>
      <extraDirectories><directory>extra</directory></extraDirectories>
      """;

  private static final String TWO =
      "<platform>linux/amd64</platform><tags><tag>two</tag></tags><labels><to>two</to></labels>";

  @TempDir Path folder;

  /** An image is the same as if no other build had run before or in parallel. */
  @Test
  void noRunSeesAnythingOfAnother() throws Exception {
    Path one = app("one");
    Path two = app("two");
    var alone = List.of(push(one, ONE), push(two, TWO));
    assertThat(alone.get(0).tags()).contains("one").doesNotContain("two");
    assertThat(alone.get(0).platform()).isEqualTo("linux/arm64");
    var properties = new TreeMap<>(System.getProperties());
    Set<Thread> threads = Thread.getAllStackTraces().keySet();

    assertSame(List.of(push(one, TWO)), alone.subList(1, 2));

    var workers = Executors.newFixedThreadPool(2);
    try {
      Future<ImageDescription> first = workers.submit(() -> push(one, ONE));
      Future<ImageDescription> second = workers.submit(() -> push(two, TWO));
      assertSame(List.of(first.get(), second.get()), alone);
    } finally {
      workers.shutdown();
    }
    assertThat(new TreeMap<>(System.getProperties())).isEqualTo(properties);
    assertThat(Authenticator.getDefault()).isNull();
    assertEnded(threads);
  }

  /** Compares images, except for the port of the rehearsed registry. */
  private static void assertSame(List<ImageDescription> built, List<ImageDescription> expected) {
    assertThat(built)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*repository")
        .isEqualTo(expected);
  }

  /** A daemon that ends later must not exit with the code of a build. */
  @Test
  void onlyMavenItselfEndsWithAnotherCode() {
    String launcher = "org.codehaus.plexus.classworlds.launcher.Launcher";
    assertThat(DetailedExitcode.isMaven(launcher + " xacct:plan")).isTrue();
    assertThat(DetailedExitcode.isMaven("org.mvndaemon.mvnd.common.MavenDaemon")).isFalse();
  }

  private Path app(String name) throws Exception {
    Path app = folder.resolve(name);
    RehearsedAws.tinyApp(app.resolve("target"));
    Files.writeString(Files.createDirectories(app.resolve("extra")).resolve("a.txt"), "a");
    return app;
  }

  private ImageDescription push(Path app, String image) throws Exception {
    String pom =
        "<registry><account>111111111111</account></registry><image><mainClass>"
            + TinyApp.class.getName()
            + "</mainClass>"
            + image
            + "</image>"
            + "<environments><environment><name>test</name><account>222222222222</account>"
            + (image.equals(ONE) ? "<task><architecture>ARM64</architecture></task>" : "")
            + "</environment></environments>";
    String rehearsed = "<rehearse>true</rehearse><minute>100ms</minute>";
    GoalRun.of(new ImageMojo(), app, pom, rehearsed);
    String digest = image(app).digest().value();
    GoalRun.of(new PushEcrMojo(), app, pom, rehearsed);
    assertThat(image(app).digest().value()).isEqualTo(digest);
    return image(app);
  }

  private static ImageDescription image(Path app) {
    return ImageJson.read(app.resolve("target/xacct/image.json"));
  }

  /** Asserts that threads ended; those of the JDK and the SDK end by themselves or are shared. */
  private static void assertEnded(Set<Thread> before) {
    Deadline.await(() -> left(before), List::isEmpty);
  }

  private static List<String> left(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.matches("xacct.*|rehearsal.*|detailed.*|pool-.*"))
        .toList();
  }
}
