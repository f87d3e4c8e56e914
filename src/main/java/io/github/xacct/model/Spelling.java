package io.github.xacct.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a misspelt one was probably meant to be. */
public final class Spelling {

  private Spelling() {}

  /** Returns the nearest name if it differs only in case, or in at most one letter of three. */
  public static Optional<String> nearest(String word, Collection<String> names) {
    Optional<String> otherCase = names.stream().filter(word::equalsIgnoreCase).findFirst();
    if (otherCase.isPresent()) {
      return otherCase;
    }
    int near = Math.max(1, word.length() / 3);
    return names.stream()
        .filter(name -> distance(word, name) <= near)
        .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  /**
   * Returns the Damerau-Levenshtein distance: the number of letters inserted, omitted or replaced,
   * and of neighbours swapped.
   */
  public static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
