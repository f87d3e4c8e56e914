package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.model.Region;
import io.github.xacct.model.ReleaseSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an environment's URL, required environment and topic. */
final class ReleaseReader {
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):\\d{12}:[\\w-]{1,256}");

  private ReleaseReader() {}

  static ReleaseSettings read(
      EnvironmentXml xml, Optional<Region> region, List<String> all, Element element) {
    return new ReleaseSettings(
        element.child("url").optional(xml.url, ChecksReader::url),
        element.child("requires").optional(xml.requires, name -> required(name, xml, all)),
        element.child("topic").optional(xml.topic, arn -> topic(arn, region)));
  }

  private static String required(String name, EnvironmentXml xml, List<String> all) {
    if (xml.name != null && xml.name.trim().equals(name)) {
      throw new IllegalArgumentException("an environment cannot require itself: write another one");
    }
    if (!all.contains(name)) {
      List<String> others = all.stream().filter(other -> !other.equals(xml.name)).toList();
      throw new IllegalArgumentException(
          others.isEmpty()
              ? "unknown environment '" + name + "': the pom has no other"
              : EnvironmentNames.unknown(name, others));
    }
    return name;
  }

  private static String topic(String arn, Optional<Region> region) {
    var topic = TOPIC.matcher(arn);
    if (!topic.matches()) {
      throw new IllegalArgumentException(
          "'" + arn + "' is not a topic: write arn:aws:sns:REGION:ACCOUNT:NAME");
    }
    if (region.filter(r -> !topic.group(1).equals(r.id())).isPresent()) {
      throw new IllegalArgumentException(
          arn
              + " is not in "
              + region.get()
              + ", where the environment is: write a topic of there");
    }
    return arn;
  }
}
