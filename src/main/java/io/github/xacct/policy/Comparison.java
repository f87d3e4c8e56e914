package io.github.xacct.policy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * How a value in a policy is compared with a value of the request: the condition operators without
 * their negations. Source: IAM user guide, "IAM JSON policy elements: Condition operators".
 */
enum Comparison {
  STRING_EQUALS("StringEquals") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return text.exact(request).map(wanted -> wanted::equals);
    }
  },
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return text.exact(request).map(wanted -> wanted::equalsIgnoreCase);
    }
  },
  STRING_LIKE("StringLike") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return text.glob(request, 0).map(pattern -> value -> pattern.matcher(value).matches());
    }
  },
  /** IAM: "ArnEquals and ArnLike behave identically", so both take wildcards. */
  ARN_EQUALS("ArnEquals") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return text.arnGlob(request).map(pattern -> value -> pattern.matcher(value).matches());
    }
  },
  ARN_LIKE("ArnLike") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return ARN_EQUALS.with(text, request);
    }
  },
  BOOL("Bool") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return text.exact(request)
          .map(wanted -> wanted.toLowerCase(Locale.ROOT))
          .filter(wanted -> wanted.equals("true") || wanted.equals("false"))
          .map(wanted -> wanted::equalsIgnoreCase);
    }
  },
  NUMERIC_EQUALS("NumericEquals") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return numeric(text, request, order -> order == 0);
    }
  },
  NUMERIC_LESS_THAN("NumericLessThan") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return numeric(text, request, order -> order < 0);
    }
  },
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return numeric(text, request, order -> order <= 0);
    }
  },
  NUMERIC_GREATER_THAN("NumericGreaterThan") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return numeric(text, request, order -> order > 0);
    }
  },
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals") {
    @Override
    Optional<Predicate<String>> with(PolicyText text, AccessRequest request) {
      return numeric(text, request, order -> order >= 0);
    }
  };

  private final String operator;

  Comparison(String operator) {
    this.operator = operator;
  }

  /** Returns the comparison with this operator's name; empty if it is not supported. */
  static Optional<Comparison> called(String operator) {
    return java.util.Arrays.stream(values()).filter(c -> c.operator.equals(operator)).findFirst();
  }

  /**
   * Returns a test for the request's values; empty if the policy's value is invalid for this
   * operator.
   */
  abstract Optional<Predicate<String>> with(PolicyText text, AccessRequest request);

  private static Optional<Predicate<String>> numeric(
      PolicyText text, AccessRequest request, IntPredicate fits) {
    return text.exact(request)
        .flatMap(Comparison::number)
        .map(
            wanted ->
                value -> number(value).filter(n -> fits.test(n.compareTo(wanted))).isPresent());
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
