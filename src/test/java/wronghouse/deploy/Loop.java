package wronghouse.deploy;

/** The second of three files in a circle. */
class Loop {
  Bend next;
}
