package wronghouse.goal;

/** What the mojo inherits, one from the other. */
class Bases {
  static class First {}

  static class Second extends First {}

  static class Third extends Second {}
}
