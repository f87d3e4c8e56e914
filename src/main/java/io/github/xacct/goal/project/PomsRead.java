package io.github.xacct.goal.project;

import io.github.xacct.image.file.FileStates;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.aether.DefaultRepositoryCache;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.RepositoryEvent.EventType;
import org.eclipse.aether.RepositoryListener;
import org.eclipse.aether.RepositorySystemSession;

/**
 * Observes which POMs Maven reads to resolve libraries, including their parents and imports, and
 * whether anything else affects the result.
 */
final class PomsRead {
  static final String POM = "pom ";

  private static final Set<EventType> UNSURE =
      Set.of(
          EventType.METADATA_RESOLVING,
          EventType.METADATA_DOWNLOADING,
          EventType.ARTIFACT_DESCRIPTOR_INVALID,
          EventType.ARTIFACT_DESCRIPTOR_MISSING);

  private final FileStates before = new FileStates();
  private final Set<Path> poms = new ConcurrentSkipListSet<>();
  private volatile boolean doubtful;

  /** Returns the session for a resolution that reads all POMs again. */
  RepositorySystemSession in(RepositorySystemSession session) {
    RepositoryListener usual = session.getRepositoryListener();
    var listener =
        (RepositoryListener)
            Proxy.newProxyInstance(
                RepositoryListener.class.getClassLoader(),
                new Class<?>[] {RepositoryListener.class},
                (self, method, arguments) -> {
                  if (arguments != null && arguments[0] instanceof RepositoryEvent event) {
                    take(event);
                  }
                  try {
                    return usual == null ? null : method.invoke(usual, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new DefaultRepositorySystemSession(session)
        .setCache(new DefaultRepositoryCache())
        .setRepositoryListener(listener);
  }

  private void take(RepositoryEvent event) {
    if (UNSURE.contains(event.getType())) {
      doubtful = true; // a version that is looked up, or a missing POM
    }
    if (event.getType() == EventType.ARTIFACT_RESOLVED) {
      if (event.getFile() == null || event.getException() != null) {
        doubtful = true;
      } else if (event.getArtifact().getExtension().equals("pom")) {
        poms.add(event.getFile().toPath());
      }
    }
  }

  /**
   * Returns a line for each POM, which differs after a change of it, and lines for other
   * influences; empty if there may be unknown influences.
   */
  Optional<Set<String>> lines(PomInfluences influences) {
    var lines = new TreeSet<String>();
    for (Path pom : poms) {
      before.of(pom, 0).ifPresentOrElse(s -> lines.add(POM + s), () -> doubtful = true);
      text(pom)
          .filter(text -> text.indexOf(0) < 0) // an encoding that is not searched
          .flatMap(influences::of)
          .ifPresentOrElse(lines::addAll, () -> doubtful = true);
    }
    return doubtful || poms.isEmpty() ? Optional.empty() : Optional.of(lines);
  }

  /** Whether the POM of a line is unchanged. */
  static boolean isSame(String line) {
    String state = line.substring(POM.length());
    Path pom = Path.of(state.substring(state.indexOf('/')));
    return new FileStates().of(pom, 0).filter(state::equals).isPresent();
  }

  private static Optional<String> text(Path pom) {
    try {
      return Optional.of(new String(Files.readAllBytes(pom), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
