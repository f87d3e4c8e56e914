package io.github.xacct.image.registry;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Retries requests to a registry that fails temporarily, with waits that double each time, or as
 * long as its Retry-After. The sleeper adds the jitter.
 */
public final class RegistryRetries {
  private static final int TRIES = 6;
  private static final int CONNECTIONS = 3;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Sleeper sleeper;
  private final Consumer<String> debug;
  private final int tries;
  private final int connections;

  /**
   * @param tries number of attempts before the failure is reported
   * @param connections how often Jib itself connects within one attempt
   */
  public RegistryRetries(Sleeper sleeper, Consumer<String> debug, int tries, int connections) {
    this.sleeper = sleeper;
    this.debug = debug;
    this.tries = tries;
    this.connections = connections;
  }

  public static RegistryRetries real(Consumer<String> debug) {
    return new RegistryRetries(Sleeper.real(), debug, TRIES, CONNECTIONS);
  }

  public int connections() {
    return connections;
  }

  /**
   * Returns the result of the work, which is retried after a {@link RegistryFault}.
   *
   * @param renew renews the password after a 401; a second 401 in a row is reported
   * @throws XacctException the error of the last fault
   */
  public <T> T ask(Supplier<T> work, Runnable renew) {
    boolean renewed = false;
    int failed = 0;
    Duration waited = Duration.ZERO;
    while (true) {
      try {
        return work.get();
      } catch (RegistryFault fault) {
        failed++;
        if (fault.isExpired()) {
          if (renewed) {
            throw fault.exception(failed, waited);
          }
          debug.accept(fault.brief() + "; asking for a new password");
          renew.run();
          failed--;
        } else {
          Duration wait =
              fault.retryAfter().orElse(Duration.ofSeconds(1L << Math.min(failed, 6) - 1));
          if (failed >= tries || wait.compareTo(LONGEST) > 0) {
            throw fault.exception(failed, waited);
          }
          debug.accept(fault.brief() + "; trying again in " + wait.toSeconds() + " s");
          sleep(wait);
          waited = waited.plus(wait);
        }
        renewed = fault.isExpired();
      }
    }
  }

  private void sleep(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      throw FanOut.interrupted("the image");
    }
  }
}
