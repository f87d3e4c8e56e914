package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageReference;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventMessagesTest {
  private static final Digest DIGEST = new Digest("sha256:" + "0".repeat(64));

  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(String.class, "x"),
          Map.entry(boolean.class, false),
          Map.entry(int.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(double.class, 1.0),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(List.class, List.of()),
          Map.entry(Map.class, Map.of()),
          Map.entry(Duration.class, Duration.ZERO),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(Path.class, Path.of("x")),
          Map.entry(Digest.class, DIGEST),
          Map.entry(
              ImageReference.class,
              new ImageReference("111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo", DIGEST)));

  static Stream<Class<?>> kinds() {
    return Stream.of(Event.class.getPermittedSubclasses());
  }

  /** An exception while wording an event would end the deployment. */
  @ParameterizedTest
  @MethodSource("kinds")
  void everyEventHasWords(Class<?> kind) {
    assertThat(new EventMessages(ZoneOffset.UTC).of((Event) sample(kind), Instant.EPOCH))
        .isNotNull();
  }

  private static Object sample(Class<?> kind) {
    RecordComponent[] parts = kind.getRecordComponents();
    Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Stream.of(types).map(EventMessagesTest::value).toArray();
    try {
      return kind.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no sample of " + kind, e);
    }
  }

  private static Object value(Class<?> type) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return SAMPLES.containsKey(type) ? SAMPLES.get(type) : sample(type);
  }
}
