package io.github.xacct.image.layout;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Dependency;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.Framework;
import io.github.xacct.model.XacctException;
import java.util.HashSet;
import java.util.Optional;

/** Which framework the app is written with, and what is reported of it. */
record Recognition(Framework framework, String version, Optional<String> healthPath) {

  /** The app's framework, if it is one that we know. */
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

  /** Refuses a framework whose apps are no class path with a main class. */
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

  /** The same of a version that an archive names. */
  Recognition withVersion(String other) {
    return new Recognition(framework, " " + other, healthPath);
  }

  /** What is reported of it: what becomes the image, what is started, how it is reached. */
  String line(String how, String mainClass) {
    String port = framework.portVariable().orElse("the app's own code");
    String health = healthPath.map(path -> "; health at " + path).orElse("");
    return "Recognized %s%s, %s: starts %s; port from %s%s."
        .formatted(framework.title(), version, how, mainClass, port, health);
  }
}
