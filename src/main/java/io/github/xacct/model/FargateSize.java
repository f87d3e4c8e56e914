package io.github.xacct.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The size of a task: a pair of CPU and memory that Fargate supports. Source: the table of {@code
 * cpu} in the ECS API reference, RegisterTaskDefinition (Linux rows).
 *
 * @param cpu CPU units, 1024 per vCPU
 * @param memory in MiB
 */
public record FargateSize(int cpu, int memory) {
  private static final Map<Integer, int[]> MEMORY_BY_CPU = new LinkedHashMap<>();

  static {
    MEMORY_BY_CPU.put(256, new int[] {512, 1024, 2048});
    MEMORY_BY_CPU.put(512, steps(1024, 4096, 1024));
    MEMORY_BY_CPU.put(1024, steps(2048, 8192, 1024));
    MEMORY_BY_CPU.put(2048, steps(4096, 16384, 1024));
    MEMORY_BY_CPU.put(4096, steps(8192, 30720, 1024));
    MEMORY_BY_CPU.put(8192, steps(16384, 61440, 4096));
    MEMORY_BY_CPU.put(16384, steps(32768, 122880, 8192));
  }

  public FargateSize {
    leastMemory(cpu);
    int[] allowed = MEMORY_BY_CPU.get(cpu);
    int wanted = memory;
    if (IntStream.of(allowed).noneMatch(m -> m == wanted)) {
      throw new IllegalArgumentException(
          "Fargate has no memory %s for cpu %s: write one of %s"
              .formatted(memory, cpu, list(IntStream.of(allowed).boxed().toList())));
    }
  }

  /**
   * Returns the smallest memory in MiB that Fargate supports for this CPU.
   *
   * @throws IllegalArgumentException if Fargate does not support this CPU
   */
  public static int leastMemory(int cpu) {
    int[] allowed = MEMORY_BY_CPU.get(cpu);
    if (allowed == null) {
      throw new IllegalArgumentException(
          "Fargate has no cpu " + cpu + ": write one of " + list(MEMORY_BY_CPU.keySet()));
    }
    return allowed[0];
  }

  private static int[] steps(int from, int to, int step) {
    return IntStream.iterate(from, m -> m <= to, m -> m + step).toArray();
  }

  private static String list(Iterable<Integer> numbers) {
    return java.util.stream.StreamSupport.stream(numbers.spliterator(), false)
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
