package io.github.xacct.model;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts a task's {@code cpu} to CPU units and its {@code memory} to MiB. ECS accepts {@code
 * "1024"}, {@code "1 vCPU"} and {@code "2GB"}, and returns the numbers. Source: ECS API reference,
 * RegisterTaskDefinition.
 */
public final class TaskSize {

  private static final Pattern CPU = form("vCPU");
  private static final Pattern MEMORY = form("GB");
  private static final BigDecimal UNIT = BigDecimal.valueOf(1024);

  private TaskSize() {}

  /** Returns why Fargate does not support this size; empty if it does. */
  public static Optional<String> wrong(String cpu, String memory) {
    var units = cpu(cpu);
    var mebibytes = memory(memory);
    if (units.isEmpty() || mebibytes.isEmpty()) {
      return Optional.of("cpu '" + cpu + "' or memory '" + memory + "' is not a size");
    }
    try {
      new FargateSize(units.get(), mebibytes.get());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(ErrorText.of(e));
    }
  }

  /** Parses {@code cpu} as CPU units; empty if it is not a size. */
  public static Optional<Integer> cpu(String text) {
    return number(CPU, text);
  }

  /** Parses {@code memory} as MiB; empty if it is not a size. */
  public static Optional<Integer> memory(String text) {
    return number(MEMORY, text);
  }

  private static Optional<Integer> number(Pattern form, String text) {
    Matcher matcher = form.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    try {
      return Optional.of(
          (matcher.group(2) == null ? number : number.multiply(UNIT)).intValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty(); // a fraction of a unit
    }
  }

  private static Pattern form(String unit) {
    return Pattern.compile(
        "(\\d{1,6}(?:\\.\\d{1,6})?|\\.\\d{1,6})\\s*(" + unit + ")?", Pattern.CASE_INSENSITIVE);
  }
}
