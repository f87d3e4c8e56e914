package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operations a service of the embedded AWS plays, and which members of each: the file beside
 * it that is called like its signing name.
 *
 * <pre>
 * OPERATION
 *   MEMBER MEMBER ...
 *   MEMBER ... - why it is ignored
 * </pre>
 *
 * MEMBER is a path such as {@code containerDefinitions[].name}, without an end for a list or a map
 * of single values. What stands in no line is not played: a request with it answers 501.
 */
public final class PlayedMembers {
  /** What becomes of a member. */
  public enum Fate {
    PLAYED,
    IGNORED,
    REFUSED
  }

  /** Of each operation its members, and why each is ignored; empty if it is played. */
  private final Map<String, Map<String, String>> operations = new LinkedHashMap<>();

  private PlayedMembers() {}

  /** Reads the file beside a class; empty if there is none. */
  public static Optional<PlayedMembers> beside(Class<?> home, String signingName) {
    try (InputStream in = home.getResourceAsStream(signingName + ".members")) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PlayedMembers parse(String text) {
    var played = new PlayedMembers();
    Map<String, String> members = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        members = new LinkedHashMap<>();
        add(played.operations, line.strip(), members);
        continue;
      }
      String[] parts = line.strip().split(" - ", 2);
      for (String member : parts[0].split("\\s+")) {
        add(members, member, parts.length > 1 ? parts[1] : "");
      }
    }
    return played;
  }

  private static <V> void add(Map<String, V> map, String key, V value) {
    if (map.put(key, value) != null) {
      throw new IllegalStateException("twice: " + key);
    }
  }

  /** The operations that are simulated. */
  public Set<String> operations() {
    return operations.keySet();
  }

  /** The members of an operation that are played or ignored, with why they are ignored. */
  public Map<String, String> members(String operation) {
    return operations.getOrDefault(operation, Map.of());
  }

  public Fate of(String operation, String path) {
    String why = members(operation).get(path);
    return why == null ? Fate.REFUSED : why.isEmpty() ? Fate.PLAYED : Fate.IGNORED;
  }

  /** The first member of a request that is neither played nor ignored. */
  public Optional<String> refused(String operation, Optional<ModelShape> input, JsonNode request) {
    return Members.in(input, request).stream()
        .filter(path -> of(operation, path) == Fate.REFUSED)
        .findFirst();
  }
}
