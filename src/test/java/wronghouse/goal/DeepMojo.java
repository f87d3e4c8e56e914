package wronghouse.goal;

import wronghouse.deploy.Impatient;
import wronghouse.rehearsal.Embedded;

/** A mojo that inherits from four others. */
public class DeepMojo extends Bases.Fourth {
  Embedded mayBeUsedHere;
  Impatient service;
}
