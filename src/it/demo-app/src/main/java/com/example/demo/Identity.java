package com.example.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Properties;

/**
 * Which app, which version, which task.
 *
 * @param name of the app
 * @param version of the app
 * @param host the task's own host name
 * @param colour of the page, so that two versions are distinguished at a glance
 */
record Identity(String name, String version, String host, String colour) {

  static Identity of(Map<String, String> environment) throws IOException {
    var build = new Properties();
    try (InputStream file = App.class.getResourceAsStream("/app.properties")) {
      build.load(file);
    }
    String version = build.getProperty("version");
    return new Identity(
        build.getProperty("name"),
        version,
        host(environment),
        environment.getOrDefault("COLOUR", colourOf(version)));
  }

  private static String host(Map<String, String> environment) {
    String given = environment.get("HOSTNAME");
    if (given != null) {
      return given;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Each version its own shade, dark enough for white letters. */
  private static String colourOf(String version) {
    return "hsl(" + Math.floorMod(version.hashCode() * 137, 360) + ", 60%, 35%)";
  }
}
