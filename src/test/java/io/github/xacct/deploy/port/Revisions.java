package io.github.xacct.deploy.port;

import io.github.xacct.model.Environment;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;

/** Revisions with the AppSpec of an environment without template files. */
public final class Revisions {
  private Revisions() {}

  public static Revision of(Environment environment, String taskDefinition) {
    var app = GeneratedTaskDefinition.of(environment);
    return new Revision(taskDefinition, AppSpec.of(environment.appSpec(), app));
  }
}
