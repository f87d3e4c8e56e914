package io.github.xacct.image;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the reported events. */
public final class Recording implements Reporter {
  public final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void report(Event event) {
    events.add(event);
  }

  public <E extends Event> List<E> of(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
