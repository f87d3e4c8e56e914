package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import io.github.xacct.rehearsal.plan.RecordedCall;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The listeners of a rehearsal's events, each called on the thread of the event. */
final class Observers {
  private final List<Consumer<RecordedCall>> calls = new CopyOnWriteArrayList<>();
  private final List<Consumer<Access>> accesses = new CopyOnWriteArrayList<>();
  private final List<Consumer<PublishedNotice>> notices = new CopyOnWriteArrayList<>();

  void onCall(Consumer<RecordedCall> observer) {
    calls.add(observer);
  }

  void onAccess(Consumer<Access> observer) {
    accesses.add(observer);
  }

  void onNotice(Consumer<PublishedNotice> observer) {
    notices.add(observer);
  }

  void called(RecordedCall call) {
    calls.forEach(observer -> observer.accept(call));
  }

  void granted(Access access) {
    accesses.forEach(observer -> observer.accept(access));
  }

  void published(PublishedNotice notice) {
    notices.forEach(observer -> observer.accept(notice));
  }
}
