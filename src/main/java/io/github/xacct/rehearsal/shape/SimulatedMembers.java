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
 * The operations and members that a service of the embedded AWS simulates, read from the file
 * {@code SIGNINGNAME.members} beside its class.
 *
 * <pre>
 * OPERATION
 *   MEMBER MEMBER ...
 *   MEMBER ... - why it is ignored
 * </pre>
 *
 * MEMBER is a path such as {@code containerDefinitions[].name}, without a suffix for a list or a
 * map of scalars. A member that is not listed is not simulated: a request with it is answered with
 * 501.
 */
public final class SimulatedMembers {
  /** How the embedded AWS treats a member. */
  public enum Fate {
    SIMULATED,
    IGNORED,
    REFUSED
  }

  /**
   * The members of each operation with the reason why each is ignored; empty if it is simulated.
   */
  private final Map<String, Map<String, String>> operations = new LinkedHashMap<>();

  private SimulatedMembers() {}

  /** Reads the file beside a class; empty if there is none. */
  public static Optional<SimulatedMembers> beside(Class<?> home, String signingName) {
    try (InputStream in = home.getResourceAsStream(signingName + ".members")) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SimulatedMembers parse(String text) {
    var simulated = new SimulatedMembers();
    Map<String, String> members = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        members = new LinkedHashMap<>();
        add(simulated.operations, line.strip(), members);
        continue;
      }
      String[] parts = line.strip().split(" - ", 2);
      for (String member : parts[0].split("\\s+")) {
        add(members, member, parts.length > 1 ? parts[1] : "");
      }
    }
    return simulated;
  }

  private static <V> void add(Map<String, V> map, String key, V value) {
    if (map.put(key, value) != null) {
      throw new IllegalStateException("twice: " + key);
    }
  }

  /** Returns the operations that are simulated. */
  public Set<String> operations() {
    return operations.keySet();
  }

  /**
   * Returns the members of an operation with the reason why each is ignored; empty if it is
   * simulated.
   */
  public Map<String, String> members(String operation) {
    return operations.getOrDefault(operation, Map.of());
  }

  public Fate of(String operation, String path) {
    String why = members(operation).get(path);
    return why == null ? Fate.REFUSED : why.isEmpty() ? Fate.SIMULATED : Fate.IGNORED;
  }

  /** Returns the first member of a request that is neither simulated nor ignored, or empty. */
  public Optional<String> refused(String operation, Optional<ModelShape> input, JsonNode request) {
    return Members.in(input, request).stream()
        .filter(path -> of(operation, path) == Fate.REFUSED)
        .findFirst();
  }
}
