package io.github.xacct.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares wildcards with equivalent regular expressions. */
class WildcardsTest {

  @Test
  void theyMeanWhatARegularExpressionMeans() {
    var random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      String pattern = word(random, "aAb:*?*", 6);
      String text = word(random, "aAb:\n", 7);
      boolean ignoreCase = random.nextBoolean();
      assertThat(Wildcards.match(pattern, text, ignoreCase))
          .as("%s %s %s", pattern, text, ignoreCase)
          .isEqualTo(expression(pattern, ignoreCase).matcher(text).matches());
    }
  }

  private static Pattern expression(String pattern, boolean ignoreCase) {
    String regex =
        pattern
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + (char) c))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
  }

  private static String word(Random random, String letters, int longest) {
    return random
        .ints(random.nextInt(longest + 1), 0, letters.length())
        .mapToObj(i -> "" + letters.charAt(i))
        .collect(Collectors.joining());
  }
}
