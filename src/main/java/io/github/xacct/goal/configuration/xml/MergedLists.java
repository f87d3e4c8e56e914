package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.DocPage;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Detects lists of the configuration whose unrelated items Maven has merged: it merges by position,
 * not by name, so that the first environment of a POM would inherit secrets and external ID of its
 * parent's first one, and others would be lost.
 */
public final class MergedLists {
  private final ListMarks marks = new ListMarks();
  private final List<String> findings = new ArrayList<>();
  private final Set<String> lists = new LinkedHashSet<>();
  private final Set<String> winners = new LinkedHashSet<>();

  private MergedLists() {}

  /**
   * Fails if Maven has merged unrelated items of several POMs.
   *
   * @param execution id of the execution whose configuration it is
   * @throws XacctException with what was merged, and how to write what was intended
   */
  public static void refuse(MavenProject project, String execution) {
    var merged = new MergedLists();
    new ConfigurationLayers(merged.marks).of(project, execution).ifPresent(merged::check);
    if (!merged.findings.isEmpty()) {
      throw merged.refusal();
    }
  }

  private void check(Xpp3Dom element) {
    Xpp3Dom[] items = ListMarks.items(element);
    if (ListMarks.isList(element)) {
      for (Xpp3Dom item : items) {
        checkItem(item);
      }
      checkLost(element);
      checkTwice(items);
    }
    for (Xpp3Dom item : items) {
      check(item);
    }
  }

  private void checkItem(Xpp3Dom item) {
    List<ListMarks.Origin> origins = marks.of(item);
    for (int i = 1; i < origins.size(); i++) {
      var winner = origins.get(0);
      var other = origins.get(i);
      if (winner.key().isPresent()
          && other.key().isPresent()
          && !winner.key().equals(other.key())) {
        report(
            winner,
            named(winner)
                + " would take over "
                + taken(other.childrenMissingIn(winner))
                + named(other));
      }
    }
  }

  private static String taken(List<String> children) {
    return children.isEmpty()
        ? "the place of "
        : children.stream().distinct().map(c -> "<" + c + ">").collect(Collectors.joining(", "))
            + " of ";
  }

  private void checkLost(Xpp3Dom list) {
    var winner = marks.of(list).get(0);
    // Each of these intentionally replaces one item.
    long replaced =
        Stream.of(ListMarks.items(list))
            .filter(item -> "override".equals(item.getAttribute("combine.self")))
            .count();
    marks.lost(list).stream()
        .skip(replaced)
        .forEach(lost -> report(winner, named(lost) + " would be lost"));
  }

  /** Reports environments that were appended although another place has the same name. */
  private void checkTwice(Xpp3Dom[] items) {
    var seen = new HashMap<String, ListMarks.Origin>();
    for (Xpp3Dom item : items) {
      var origin = marks.of(item).get(0);
      origin
          .key()
          .filter(key -> item.getName().equals("environment"))
          .map(key -> seen.putIfAbsent(key, origin))
          .filter(other -> !other.where().equals(origin.where()))
          .ifPresent(
              other -> report(origin, named(origin) + " would be added beside " + named(other)));
    }
  }

  private void report(ListMarks.Origin winner, String finding) {
    findings.add(finding);
    lists.add(winner.inList());
    winners.add(winner.where());
  }

  private static String named(ListMarks.Origin origin) {
    return "<%s> %s (%s)"
        .formatted(
            origin.written().getName(),
            origin.key().map(key -> "'" + key + "'").orElse("without a name"),
            origin.where());
  }

  private XacctException refusal() {
    String list = lists.iterator().next();
    var refusal =
        XacctException.yours(
            "Maven merges "
                + lists.stream().map(name -> "<" + name + ">").collect(Collectors.joining(" and "))
                + " of several places by position, not by name.");
    for (String finding : findings) {
      refusal = refusal.evidence(finding);
    }
    return refusal
        .suggestion("choose in " + String.join(" and ", winners) + ":")
        .suggestion("<" + list + " combine.children=\"append\"> adds to those of the other place,")
        .suggestion("<" + list + " combine.self=\"override\"> replaces them; to change some,")
        .suggestion(
            "write all of them by the same names in the same order. " + DocPage.INHERITANCE);
  }
}
