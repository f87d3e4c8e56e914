package wronghouse.deploy;

import java.time.Clock;
import java.time.Instant;
import wronghouse.goal.DeepMojo;
import wronghouse.model.Learned;
import wronghouse.org.mockito.Mock;
import wronghouse.rehearsal.Embedded;

/** Takes its time from the machine, and imports what is above it. */
public class Impatient {
  DeepMojo above;
  Embedded forGoalsOnly;
  Learned below;
  Mock mocked;

  Instant wait(Clock given) throws InterruptedException {
    Thread.sleep(1);
    return given == null ? Clock.systemUTC().instant() : Instant.now();
  }
}
