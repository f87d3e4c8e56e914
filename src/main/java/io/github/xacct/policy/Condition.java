package io.github.xacct.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One condition of a statement: an operator, a key and its values.
 *
 * @param operator as in the policy, such as {@code ForAnyValue:StringLikeIfExists}
 * @param key condition key
 * @param values of which one must match
 */
record Condition(String operator, String key, List<PolicyText> values) {
  private static final String ANY = "ForAnyValue:";
  private static final String ALL = "ForAllValues:";
  private static final String IF_EXISTS = "IfExists";

  Match holds(AccessRequest request) {
    if (request.unknownKeys().contains(key)) {
      return Match.unknown("the value of " + key + " is not known here");
    }
    if (operator.equals("Null")) {
      return isNull(request);
    }
    Optional<Comparison> comparison = Comparison.called(positive());
    if (comparison.isEmpty()) {
      return Match.unknown("the condition operator " + operator + " is not evaluated");
    }
    Optional<List<String>> given = request.values(key).filter(list -> !list.isEmpty());
    return given.isEmpty() ? whenMissing() : compare(comparison.get(), given.get(), request);
  }

  private Match isNull(AccessRequest request) {
    boolean missing = request.values(key).isEmpty();
    return Match.of(values.stream().anyMatch(v -> Boolean.parseBoolean(v.text()) == missing));
  }

  /** A missing key satisfies a negated operator; only ForAnyValue always requires a value. */
  private Match whenMissing() {
    if (operator.endsWith(IF_EXISTS) || operator.startsWith(ALL)) {
      return Match.YES;
    }
    return Match.of(negated() && !operator.startsWith(ANY));
  }

  private Match compare(Comparison comparison, List<String> given, AccessRequest request) {
    List<Optional<Predicate<String>>> wanted =
        values.stream().map(value -> comparison.with(value, request)).toList();
    if (negated() && wanted.stream().anyMatch(Optional::isEmpty)) {
      return Match.unknown("a value of " + operator + " " + key + " cannot be read");
    }
    Predicate<String> fits =
        value -> wanted.stream().flatMap(Optional::stream).anyMatch(test -> test.test(value));
    Predicate<String> holds = negated() ? fits.negate() : fits;
    boolean each = operator.startsWith(ALL) || (negated() && !operator.startsWith(ANY));
    return Match.of(each ? given.stream().allMatch(holds) : given.stream().anyMatch(holds));
  }

  private boolean negated() {
    return base().contains("Not");
  }

  private String positive() {
    return base().replace("Not", "");
  }

  private String base() {
    String base = operator.startsWith(ANY) ? operator.substring(ANY.length()) : operator;
    base = base.startsWith(ALL) ? base.substring(ALL.length()) : base;
    return base.endsWith(IF_EXISTS) ? base.substring(0, base.length() - IF_EXISTS.length()) : base;
  }
}
