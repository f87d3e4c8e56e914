package wronghouse.goal;

import wronghouse.deploy.Impatient;
import wronghouse.rehearsal.Embedded;

/** A mojo that inherits from three others. */
public class DeepMojo extends Bases.Third {
  Embedded mayBeUsedHere;
  Impatient service;
}
