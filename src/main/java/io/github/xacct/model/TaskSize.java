package io.github.xacct.model;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many CPU units or MiB a task's {@code cpu} or {@code memory} means. ECS takes {@code "1024"},
 * {@code "1 vCPU"}, {@code "2GB"} and answers with the numbers. Source: ECS API reference,
 * RegisterTaskDefinition.
 */
public final class TaskSize {

  private static final Pattern CPU = form("vCPU");
  private static final Pattern MEMORY = form("GB");
  private static final BigDecimal UNIT = BigDecimal.valueOf(1024);

  private TaskSize() {}

  /** What Fargate has against a task of this size, if anything. */
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

  /** Reads a number of CPU units. */
  public static Optional<Integer> cpu(String text) {
    return number(CPU, text);
  }

  /** Reads an amount of memory in MiB. */
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
