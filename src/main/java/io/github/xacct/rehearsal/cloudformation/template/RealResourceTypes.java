package io.github.xacct.rehearsal.cloudformation.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All resource types of AWS, rehearsed or not. {@code resource-type-names.txt} has a line for each
 * namespace with its types: the names of all CloudFormation registry schemas of all regions in
 * cfn-lint 1.51.0. Newer types are unknown.
 */
final class RealResourceTypes {
  private RealResourceTypes() {}

  /** Returns whether AWS has a type; custom resources may have any name. */
  static boolean has(String type) {
    return type.startsWith("Custom::") || Names.ALL.contains(type);
  }

  /** Read only if a template has a type that is not rehearsed. */
  private static final class Names {
    static final Set<String> ALL = read();

    private static Set<String> read() {
      try (InputStream stream =
          RealResourceTypes.class.getResourceAsStream("resource-type-names.txt")) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split(" "))
            .flatMap(words -> Arrays.stream(words).skip(1).map(name -> words[0] + "::" + name))
            .collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException("The plugin's own tables cannot be read", e);
      }
    }
  }
}
