package io.github.xacct.chaos;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance that can be replayed: what falls depends on the seed and on what is asked, never on the
 * order in which threads ask.
 */
record Dice(long seed) {

  /** Dice for one matter of this run. */
  Dice of(String matter) {
    long mixed = seed * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < matter.length(); i++) {
      mixed = (mixed ^ matter.charAt(i)) * 0xBF58476D1CE4E5B9L;
      mixed ^= mixed >>> 29;
    }
    return new Dice(mixed);
  }

  /** From 0 to one less than {@code sides}. */
  int below(int sides) {
    return new SplittableRandom(seed).nextInt(sides);
  }

  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  boolean percent(int chance) {
    return below(100) < chance;
  }

  <E extends Enum<E>> E one(Class<E> of) {
    return one(List.of(of.getEnumConstants()));
  }

  <E> E one(List<E> of) {
    return of.get(below(of.size()));
  }
}
