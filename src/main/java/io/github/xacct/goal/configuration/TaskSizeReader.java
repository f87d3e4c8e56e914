package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.TaskXml;
import io.github.xacct.model.FargateSize;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads {@code <cpu>} and {@code <memory>}; each is checked even if the other is invalid. */
final class TaskSizeReader {
  private static final String DEFAULT_CPU = "256";
  private static final int UNITS_OF_VCPU = 1024;
  private static final int MIB_OF_GIB = 1024;
  private static final int SMALLEST_CPU = 256;
  private static final int LARGEST_CPU = 16384;

  /** A quantity as the console and CloudFormation write it: .5 vCPU, 2 GB. */
  private static final Pattern QUANTITY =
      Pattern.compile("(\\d{0,6}\\.?\\d{1,6})\\s*([a-z]*)", Pattern.CASE_INSENSITIVE);

  private final Element element;

  TaskSizeReader(Element element) {
    this.element = element;
  }

  Optional<FargateSize> read(TaskXml xml) {
    Optional<Integer> cpu =
        element.child("cpu").orDefault(xml.cpu, DEFAULT_CPU, TaskSizeReader::cpu);
    Element memory = element.child("memory");
    if (cpu.isEmpty()) {
      memory.optional(xml.memory, TaskSizeReader::memoryOfAnyCpu);
      return Optional.empty();
    }
    return memory.orDefault(
        xml.memory,
        String.valueOf(FargateSize.leastMemory(cpu.get())),
        text -> new FargateSize(cpu.get(), mebibytes(text)));
  }

  private static int cpu(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw invalid(text, "CPU units, 1024 to a vCPU", units(text, "vcpu|vcpus|", UNITS_OF_VCPU));
    }
    int units = Integer.parseInt(text);
    FargateSize.leastMemory(units);
    return units;
  }

  private static int mebibytes(String text) {
    if (!text.matches("\\d{1,9}")) {
      Optional<Integer> inGib = units(text, "gb|gib|g", MIB_OF_GIB);
      throw invalid(text, "a number of MiB", inGib.or(() -> units(text, "mb|mib|m", 1)));
    }
    return Integer.parseInt(text);
  }

  /** Parses memory for an unknown CPU; it must be valid for at least one. */
  private static int memoryOfAnyCpu(String text) {
    int memory = mebibytes(text);
    boolean known =
        IntStream.iterate(SMALLEST_CPU, cpu -> cpu <= LARGEST_CPU, cpu -> cpu * 2)
            .anyMatch(cpu -> exists(cpu, memory));
    if (!known) {
      throw new IllegalArgumentException("Fargate has no memory " + memory + " for any cpu");
    }
    return memory;
  }

  private static boolean exists(int cpu, int memory) {
    try {
      new FargateSize(cpu, memory);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Converts a quantity in another unit; empty if it is not in that unit. */
  private static Optional<Integer> units(String text, String names, int factor) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches() || !quantity.group(2).toLowerCase(Locale.ROOT).matches(names)) {
      return Optional.empty();
    }
    BigDecimal units = new BigDecimal(quantity.group(1)).multiply(BigDecimal.valueOf(factor));
    return Optional.of(units)
        .filter(u -> u.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::intValue);
  }

  private static IllegalArgumentException invalid(
      String text, String expected, Optional<Integer> meant) {
    return new IllegalArgumentException(
        "invalid value '%s': expected %s%s"
            .formatted(
                text, expected, meant.map(number -> ": write " + number).orElse(", such as 1024")));
  }
}
