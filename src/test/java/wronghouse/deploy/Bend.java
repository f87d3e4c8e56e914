package wronghouse.deploy;

/** The third of three files in a circle. */
class Bend {
  Knot next;
}
