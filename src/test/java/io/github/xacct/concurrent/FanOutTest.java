package io.github.xacct.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FanOutTest {

  @Test
  void resultsComeInTheOrderOfTheWork() {
    var second = new CountDownLatch(1);
    List<Callable<String>> work =
        List.of(
            () -> {
              second.await(); // so both are under way at the same time
              return "first";
            },
            () -> {
              second.countDown();
              return "second";
            });
    assertThat(FanOut.all("this", work)).containsExactly("first", "second");
  }

  @Test
  void oneThatFailsDoesNotStopTheOthers() {
    Set<String> worked = ConcurrentHashMap.newKeySet();
    assertThatThrownBy(
            () ->
                FanOut.each(
                    "this",
                    List.of("a", "b", "c"),
                    name -> {
                      worked.add(name);
                      if (!name.equals("b")) {
                        throw XacctException.yours(name + " failed.")
                            .evidence("because of " + name);
                      }
                    }))
        .hasMessage("a failed.\nbecause of a\nAlso: c failed.\n  because of c");
    assertThat(worked).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void whatNobodyExpectedIsNamed() {
    Callable<String> work =
        () -> {
          throw new IOException("gone");
        };
    assertThatThrownBy(() -> FanOut.all("the image", List.of(work)))
        .hasMessage("The work on the image failed.\njava.io.IOException: gone");
    try (var side = new FanOut("the image")) {
      var end =
          side.start(
              () -> {
                new CountDownLatch(1).await();
                return "never";
              });
      Thread.currentThread().interrupt();
      assertThatThrownBy(end::get).hasMessage("The work on the image was interrupted.");
      assertThat(Thread.interrupted()).as("the thread stays marked").isTrue();
    }
  }
}
