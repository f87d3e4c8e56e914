package io.github.xacct.image.layout;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Dependency;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.Framework;
import io.github.xacct.model.XacctException;
import java.util.HashSet;
import java.util.Optional;

/** The recognized framework of the app, its version and health check path. */
record Recognition(Framework framework, String version, Optional<String> healthPath) {

  /** The app's framework, if it is a known one. */
  static Optional<Recognition> of(AppFiles app) {
    var modules = new HashSet<>(app.build().plugins());
    app.dependencies().forEach(d -> modules.add(d.module()));
    return Framework.of(modules)
        .map(f -> new Recognition(f, version(app, f), app.build().healthPath()));
  }

  private static String version(AppFiles app, Framework framework) {
    return app.dependencies().stream()
        .filter(d -> framework.marks().contains(d.module()))
        .map(Dependency::version)
        .findFirst()
        .map(version -> " " + version)
        .orElse("");
  }

  /** Refuses a framework whose apps do not consist of a class path and a main class. */
  void requireSupported() {
    if (!framework.supported()) {
      throw XacctException.yours(
              framework.title() + " is not supported: its apps need more than a class path.")
          .suggestion(
              "build the image with its own tools and copy it: mvn xacct:push-ecr"
                  + " -Dxacct.copyFrom=FILE. "
                  + DocPage.AN_IMAGE_OF_ANOTHER_BUILDER);
    }
  }

  /** The same with the version of an archive. */
  Recognition withVersion(String other) {
    return new Recognition(framework, " " + other, healthPath);
  }

  /** The message about it: what the image is built from, what starts, the port and health check. */
  String line(String how, String mainClass) {
    String port = framework.portVariable().orElse("the app's own code");
    String health = healthPath.map(path -> "; health at " + path).orElse("");
    return "Recognized %s%s, %s: starts %s; port from %s%s."
        .formatted(framework.title(), version, how, mainClass, port, health);
  }
}
