package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.PipelineXml;
import io.github.xacct.goal.configuration.xml.ValueForm;
import io.github.xacct.model.Environment;
import io.github.xacct.model.MavenSource;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.Region;
import io.github.xacct.pipeline.PipelineTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code <pipeline>}. */
public final class PipelineReader {
  private static final Pattern CONNECTION =
      Pattern.compile(
          "arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\\d{12}:connection/.+");
  private static final Pattern REPOSITORY = Pattern.compile("[^/\\s]+/\\S+");
  private static final Pattern CODE_COMMIT = Pattern.compile("[\\w.-]{1,100}");

  /** A relative path without characters that a shell interprets. */
  private static final Pattern SETTINGS =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9._][\\w./-]{0,199}");

  private static final Pattern APPROVER = Pattern.compile("[A-Za-z0-9.@_-]{1,100}");
  private static final String APPROVAL = "Approval";

  private final String app;
  private final List<Environment> all;
  private final List<String> names;
  private final Predicate<Environment> tested;
  private final int javaRelease;
  private final Optional<Region> tools;
  private final Element element;

  /**
   * Creates a reader for the pipeline of an app.
   *
   * @param all valid environments
   * @param names names of all environments, including invalid ones
   * @param tested whether an environment has smoke tests or a verify command
   * @param javaRelease Java release for which the app is compiled
   * @param tools region of the pipeline, if known
   */
  public PipelineReader(
      String app,
      List<Environment> all,
      List<String> names,
      Predicate<Environment> tested,
      int javaRelease,
      Optional<Region> tools,
      Element element) {
    this.app = app;
    this.all = all;
    this.names = names;
    this.tested = tested;
    this.javaRelease = javaRelease;
    this.tools = tools;
    this.element = element;
  }

  /** Returns the pipeline; empty if there is a problem, which is reported. */
  Optional<PipelineSettings> read(PipelineXml xml) {
    Optional<Source> source = source(xml);
    List<Environment> environments = environments(xml.environments);
    refuseUntested(environments);
    Map<String, List<String>> approvals = approvals(xml, environments);
    MavenSource maven = maven(xml);
    var deployWith =
        element.child("deployWith").orDefault(xml.deployWith, "plugin", PipelineReader::deployWith);
    if (!element.isSound() || environments.isEmpty() || deployWith.isEmpty()) {
      return Optional.empty();
    }
    return source.map(s -> settings(s, environments, approvals, deployWith.get(), maven));
  }

  /** Reports environments without tests, whose test stage would have nothing to do. */
  private void refuseUntested(List<Environment> environments) {
    environments.stream()
        .filter(tested.negate())
        .forEach(
            environment ->
                element.problem(
                    "environment "
                        + environment.name()
                        + " has nothing to test: write <smokeTests> or a <verifyCommand> for it"));
  }

  /** Returns a pipeline for the rehearsal of a POM without a source. */
  public PipelineSettings standIn(String connection) {
    refuseUntested(all);
    return settings(
        new Source(Optional.of(connection), "rehearsed/" + app, "main"),
        all,
        approvals(new PipelineXml(), all),
        DeployWith.PLUGIN,
        MavenSource.CENTRAL);
  }

  private PipelineSettings settings(
      Source source,
      List<Environment> environments,
      Map<String, List<String>> approvals,
      DeployWith deployWith,
      MavenSource maven) {
    return new PipelineSettings(
        app,
        source,
        environments.stream()
            .map(
                e ->
                    new Step(
                        e.name(),
                        e.account(),
                        e.application(),
                        e.deploymentGroup(),
                        approvals.getOrDefault(e.name(), List.of()),
                        Optional.of(e.region())
                            .filter(region -> tools.filter(region::equals).isEmpty())))
            .toList(),
        deployWith,
        PipelineSettings.runtimeFor(javaRelease),
        maven);
  }

  private MavenSource maven(PipelineXml xml) {
    var codeArtifact =
        element.child("codeArtifact").optional(xml.codeArtifact, MavenSource.CodeArtifact::parse);
    var settings =
        element
            .child("mavenSettings")
            .optional(
                xml.mavenSettings,
                path ->
                    matching(
                        SETTINGS,
                        path,
                        "a file of the repository: expected one such as .xacct/settings.xml"));
    return new MavenSource(
        settings.or(() -> codeArtifact.map(repository -> PipelineTexts.MAVEN_SETTINGS)),
        codeArtifact);
  }

  private Optional<Source> source(PipelineXml xml) {
    var branch = element.child("branch").orDefault(xml.branch, "main", text -> text);
    if (OidcReader.isAsked(xml)) {
      return new OidcReader(element).read(xml);
    }
    if (Element.isWritten(xml.codeCommit)) {
      if (Element.isWritten(xml.connection)) {
        element.problem("has <connection> and <codeCommit>: write one of them");
      }
      return element
          .child("codeCommit")
          .optional(
              xml.codeCommit,
              name ->
                  matching(
                      CODE_COMMIT,
                      name,
                      "a CodeCommit repository name: expected one such as demo-app"))
          .map(name -> new Source(Optional.empty(), name, branch.orElse("main")));
    }
    String example = "arn:aws:codeconnections:eu-central-1:111111111111:connection/...";
    var connection =
        element
            .child("connection")
            .required(
                xml.connection,
                "the ARN of a connection to your source, "
                    + example
                    + ", or the name of a CodeCommit repository as <codeCommit>",
                arn ->
                    matching(
                        CONNECTION,
                        arn,
                        "the ARN of a connection: expected one such as " + example));
    var repository =
        element
            .child("repository")
            .required(
                xml.repository,
                "the repository of the connection, such as <repository>example/demo-app"
                    + "</repository>",
                name -> matching(REPOSITORY, name, "a repository name: expected OWNER/NAME"));
    return connection.flatMap(
        arn -> repository.map(name -> new Source(Optional.of(arn), name, branch.orElse("main"))));
  }

  private static String matching(Pattern form, String text, String isNot) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not " + isNot);
    }
    return text;
  }

  private List<Environment> environments(String written) {
    if (!Element.isWritten(written)) {
      return all;
    }
    var chosen = new ArrayList<Environment>();
    for (String name : names(written)) {
      find(name).ifPresent(chosen::add);
      if (!names.contains(name)) {
        element.child("environments").problem(EnvironmentNames.unknown(name, names));
      }
    }
    return chosen;
  }

  private Map<String, List<String>> approvals(PipelineXml xml, List<Environment> environments) {
    var approvals = new LinkedHashMap<String, List<String>>();
    if (xml.approvals == null && environments.size() > 1) {
      approvals.put(environments.get(environments.size() - 1).name(), List.of(APPROVAL));
    }
    Element.mapOf(xml.approvals)
        .forEach(
            (environment, approvers) -> {
              Element here = element.child("approvals").child(environment);
              if (!names.contains(environment)) {
                here.problem(EnvironmentNames.unknown(environment, names));
              }
              here.optional(approvers, PipelineReader::approvers)
                  .ifPresent(names -> approvals.put(environment, names));
            });
    return approvals;
  }

  private static List<String> approvers(String written) {
    var names = names(written);
    for (String name : names) {
      if (!APPROVER.matcher(name).matches() || name.equals("Check")) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' cannot name an action: write letters, digits and .@_-, such as"
                + " EngineeringLead");
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("a name is there twice: write each once");
    }
    return names;
  }

  private static DeployWith deployWith(String text) {
    String choice = ValueForm.choose(text, List.of("plugin", "codedeploy-action"));
    return choice.equals("plugin") ? DeployWith.PLUGIN : DeployWith.CODEDEPLOY_ACTION;
  }

  private Optional<Environment> find(String name) {
    return all.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  private static List<String> names(String written) {
    return Arrays.stream(written.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }
}
