package wronghouse.deploy;

/** The first of three files in a circle. */
class Knot {
  Loop next;
}
