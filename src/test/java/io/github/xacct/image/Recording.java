package io.github.xacct.image;

import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was told. */
final class Recording implements Reporter {
  final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void tell(Event event) {
    events.add(event);
  }

  <E extends Event> List<E> of(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
