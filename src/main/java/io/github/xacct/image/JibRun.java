package io.github.xacct.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** How Jib is run: its caches, its log kept for -X, its threads gone at the end. */
final class JibRun {
  /** Written into each image's history; a new version of ours is no reason for a new digest. */
  static final String TOOL = "xacct-maven-plugin";

  private static final String CREDENTIALS_OVER_HTTP = "sendCredentialsOverHttp";
  private static final Object PROPERTY = new Object();

  private final Caches caches;
  private final boolean offline;
  private final Consumer<String> debug;

  JibRun(Caches caches, boolean offline, Consumer<String> debug) {
    this.caches = caches;
    this.offline = offline;
    this.debug = debug;
  }

  /**
   * Builds the image.
   *
   * @param plainHttp whether registries may speak http; true only if all that are asked are on this
   *     machine, for Jib knows no difference between the base image's registry and the target
   * @param meaning what an exception of Jib means
   */
  JibContainer run(
      JibContainerBuilder image,
      Containerizer to,
      boolean plainHttp,
      Function<Exception, XacctException> meaning) {
    return plainHttp
        ? withCredentialsOverHttp(() -> containerize(image, to, true, meaning))
        : containerize(image, to, false, meaning);
  }

  private JibContainer containerize(
      JibContainerBuilder image,
      Containerizer to,
      boolean plainHttp,
      Function<Exception, XacctException> meaning) {
    ExecutorService threads = Executors.newCachedThreadPool(SideBySide::thread);
    try {
      return image.containerize(
          to.setBaseImageLayersCache(caches.base())
              .setApplicationLayersCache(caches.application())
              .setToolName(TOOL)
              .setToolVersion(ImagePlan.FORMAT)
              .setOfflineMode(offline)
              .setAllowInsecureRegistries(plainHttp)
              .setExecutorService(threads)
              .addEventHandler(
                  LogEvent.class, e -> debug.accept(e.getLevel() + " " + e.getMessage())));
    } catch (InterruptedException e) {
      throw SideBySide.interrupted();
    } catch (CacheDirectoryCreationException e) {
      throw XacctException.yours("The folder for Jib's layers cannot be made.")
          .evidence(e.getMessage())
          .suggestion("make " + caches.base() + " and " + caches.application() + " writable")
          .cause(e);
    } catch (IOException | RegistryException | ExecutionException e) {
      throw meaning.apply(e);
    } finally {
      end(threads);
    }
  }

  /** Jib leaves its other steps running when one fails. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Jib reads the permission from a system property only; modules of one build take turns. */
  private static JibContainer withCredentialsOverHttp(Supplier<JibContainer> build) {
    synchronized (PROPERTY) {
      String before = System.getProperty(CREDENTIALS_OVER_HTTP);
      System.setProperty(CREDENTIALS_OVER_HTTP, "true");
      try {
        return build.get();
      } finally {
        if (before == null) {
          System.clearProperty(CREDENTIALS_OVER_HTTP);
        } else {
          System.setProperty(CREDENTIALS_OVER_HTTP, before);
        }
      }
    }
  }
}
