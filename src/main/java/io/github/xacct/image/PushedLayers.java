package io.github.xacct.image;

import com.google.cloud.tools.jib.event.events.TimerEvent;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Digest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which layers went to the registry, as they go. Jib reports no such thing but the names of its
 * timers: {@code Pushing BLOB digest: D, size: N} around all, {@code pushBlob PUT D} once the bytes
 * are there, and {@code pushBlob POST D} at the end of the upload.
 */
final class PushedLayers {
  private static final Pattern BLOB =
      Pattern.compile("Pushing BLOB .*(sha256:[0-9a-f]{64}).*size: (\\d+)");

  private final Reporter reporter;
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Boolean> configuration = ThreadLocal.withInitial(() -> false);

  PushedLayers(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Takes one of Jib's timers; they come on the thread that does the work. */
  void on(TimerEvent timer) {
    String what = timer.getDescription();
    Matcher blob = BLOB.matcher(what);
    if (what.startsWith("Pushing container configuration")) {
      configuration.set(timer.getState() == TimerEvent.State.START);
    } else if (blob.matches() && !configuration.get()) {
      sizes.put(blob.group(1), Long.parseLong(blob.group(2)));
    } else if (what.startsWith("pushBlob PUT ")) {
      sent.add(what.substring("pushBlob PUT ".length()));
    } else if (what.startsWith("pushBlob POST ") && timer.getState() == TimerEvent.State.FINISHED) {
      finished(what.substring("pushBlob POST ".length()));
    }
  }

  /** How many layers were sent so far, each counted once. */
  int count() {
    return reported.size();
  }

  private void finished(String digest) {
    Long size = sizes.get(digest);
    if (size != null && sent.remove(digest) && reported.add(digest)) {
      reporter.report(new Event.LayerPushed(new Digest(digest), size));
    }
  }
}
