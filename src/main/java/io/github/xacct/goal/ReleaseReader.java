package io.github.xacct.goal;

import io.github.xacct.model.Region;
import io.github.xacct.model.ReleaseSettings;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What an environment says of its URL, of what it requires and of whom it tells. */
final class ReleaseReader {
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):\\d{12}:[\\w-]{1,256}");

  private ReleaseReader() {}

  static ReleaseSettings read(
      EnvironmentXml xml, Region region, List<EnvironmentXml> all, Element element) {
    return new ReleaseSettings(
        element.child("url").optional(xml.url, ChecksReader::url),
        element.child("requires").optional(xml.requires, name -> required(name, xml, all)),
        element.child("topic").optional(xml.topic, arn -> topic(arn, region)));
  }

  private static String required(String name, EnvironmentXml xml, List<EnvironmentXml> all) {
    if (xml.name != null && xml.name.trim().equals(name)) {
      throw new IllegalArgumentException("an environment cannot require itself: write another one");
    }
    boolean known =
        all.stream()
            .map(other -> other.name)
            .filter(Objects::nonNull)
            .anyMatch(other -> other.trim().equals(name));
    if (!known) {
      throw new IllegalArgumentException(
          "there is no environment '" + name + "': write the name of another one");
    }
    return name;
  }

  private static String topic(String arn, Region region) {
    var topic = TOPIC.matcher(arn);
    if (!topic.matches()) {
      throw new IllegalArgumentException(
          "'" + arn + "' is not a topic: write arn:aws:sns:REGION:ACCOUNT:NAME");
    }
    if (!topic.group(1).equals(region.id())) {
      throw new IllegalArgumentException(
          arn + " is not in " + region + ", where the environment is: write a topic of there");
    }
    return arn;
  }
}
