package io.github.xacct.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The framework of an app, recognized by the dependencies and plugins of its build. The first match
 * counts: Quarkus contains Vert.x, and a Kotlin project may use any framework.
 */
public enum Framework {
  QUARKUS(
      "Quarkus",
      "QUARKUS_HTTP_PORT",
      List.of("io.quarkus:quarkus-core", "io.quarkus:quarkus-maven-plugin")),
  HELIDON_MP(
      "Helidon MP",
      "SERVER_PORT",
      List.of(
          "io.helidon.microprofile.cdi:helidon-microprofile-cdi",
          "io.helidon.microprofile.bundles:helidon-microprofile-core",
          "io.helidon.microprofile.bundles:helidon-microprofile")),
  HELIDON_SE("Helidon SE", "SERVER_PORT", List.of("io.helidon.webserver:helidon-webserver")),
  MICRONAUT(
      "Micronaut",
      "MICRONAUT_SERVER_PORT",
      List.of("io.micronaut:micronaut-http-server", "io.micronaut:micronaut-http-server-netty")),
  SPRING_BOOT(
      "Spring Boot",
      "SERVER_PORT",
      List.of(
          "org.springframework.boot:spring-boot",
          "org.springframework.boot:spring-boot-maven-plugin")),
  DROPWIZARD("Dropwizard", "", List.of("io.dropwizard:dropwizard-core")),
  JAVALIN("Javalin", "", List.of("io.javalin:javalin")),
  VERTX("Vert.x", "", List.of("io.vertx:vertx-core")),
  OPEN_LIBERTY("Open Liberty", List.of("io.openliberty.tools:liberty-maven-plugin")),
  WILDFLY(
      "WildFly",
      List.of(
          "org.wildfly.plugins:wildfly-maven-plugin",
          "org.wildfly.plugins:wildfly-jar-maven-plugin")),
  PAYARA_MICRO("Payara Micro", List.of("fish.payara.maven.plugins:payara-micro-maven-plugin")),
  TOMEE("Apache TomEE", List.of("org.apache.tomee.maven:tomee-maven-plugin")),
  GRAILS("Grails", List.of("org.grails:grails-core")),
  LAMBDA("AWS Lambda", List.of("com.amazonaws:aws-lambda-java-runtime-interface-client")),
  KOTLIN("Kotlin", "", List.of("org.jetbrains.kotlin:kotlin-maven-plugin"));

  private final String title;
  private final Optional<String> portVariable;
  private final boolean supported;
  private final List<String> marks;

  Framework(String title, String portVariable, List<String> marks) {
    this(title, Optional.of(portVariable).filter(v -> !v.isEmpty()), true, marks);
  }

  /** A framework whose apps do not start with {@code java} and a class path. */
  Framework(String title, List<String> marks) {
    this(title, Optional.empty(), false, marks);
  }

  Framework(String title, Optional<String> portVariable, boolean supported, List<String> marks) {
    this.title = title;
    this.portVariable = portVariable;
    this.supported = supported;
    this.marks = marks;
  }

  /**
   * Returns the framework to which these dependencies and plugins belong; empty if unknown.
   *
   * @param modules {@code group:artifact} of dependencies and plugins
   */
  public static Optional<Framework> of(Collection<String> modules) {
    for (Framework framework : values()) {
      if (framework.marks.stream().anyMatch(modules::contains)) {
        return Optional.of(framework);
      }
    }
    return Optional.empty();
  }

  /** The framework's own spelling of its name. */
  public String title() {
    return title;
  }

  /** The environment variable that sets the HTTP port; empty if the framework has none. */
  public Optional<String> portVariable() {
    return portVariable;
  }

  /** Whether this plugin can build images for its apps. */
  public boolean supported() {
    return supported;
  }

  /** The {@code group:artifact} of dependencies and plugins that identify it. */
  public List<String> marks() {
    return marks;
  }
}
