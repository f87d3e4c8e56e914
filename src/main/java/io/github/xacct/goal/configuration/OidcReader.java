package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.PipelineXml;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings.Source;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@code <pipeline>} that a CI system outside of AWS runs. */
final class OidcReader {
  private static final Pattern GITHUB = Pattern.compile("[A-Za-z0-9-]+/[A-Za-z0-9._-]+");
  private static final Pattern GITLAB = Pattern.compile("[\\w.-]+(/[\\w.-]+)+");

  /** Without characters that a trust policy or a workflow would interpret. */
  private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

  private static final Pattern ISSUER =
      Pattern.compile("https://([a-z0-9-]+(\\.[a-z0-9-]+)+(/[A-Za-z0-9._/-]*[A-Za-z0-9])?)/?");
  private static final Pattern PROVIDER =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:oidc-provider/(.+)");

  private final Element element;

  OidcReader(Element element) {
    this.element = element;
  }

  /** Whether such a system is configured. */
  static boolean isAsked(PipelineXml xml) {
    return Element.isWritten(xml.github) || Element.isWritten(xml.gitlab);
  }

  /** Returns the source; empty if there is a problem, which is reported. */
  Optional<Source> read(PipelineXml xml) {
    boolean github = Element.isWritten(xml.github);
    String name = github ? "github" : "gitlab";
    refuseOthers(xml, name);
    var repository =
        element
            .child(name)
            .optional(
                github ? xml.github : xml.gitlab,
                text ->
                    matching(github ? GITHUB : GITLAB, text, "a repository", "example/demo-app"));
    var branch =
        element
            .child("branch")
            .orDefault(xml.branch, "main", text -> matching(BRANCH, text, "a branch", "main"));
    var issuer = issuer(xml, github ? OidcIssuer.Kind.GITHUB : OidcIssuer.Kind.GITLAB);
    return element.isSound()
        ? Optional.of(
            new Source(
                Optional.empty(),
                repository.orElseThrow(),
                branch.orElseThrow(),
                Optional.of(issuer)))
        : Optional.empty();
  }

  private void refuseOthers(PipelineXml xml, String name) {
    Stream.of(
            other("connection", xml.connection),
            other("repository", xml.repository),
            other("codeCommit", xml.codeCommit),
            other("codeArtifact", xml.codeArtifact),
            other("mavenSettings", xml.mavenSettings),
            other("gitlab", name.equals("github") ? xml.gitlab : null))
        .flatMap(Optional::stream)
        .forEach(
            other -> element.problem("has <" + name + "> and <" + other + ">: write one of them"));
    if ("codedeploy-action".equals(xml.deployWith)) {
      element
          .child("deployWith")
          .problem(
              "codedeploy-action is CodePipeline's, which <" + name + "> replaces: leave it out");
    }
  }

  private static Optional<String> other(String name, @Nullable String written) {
    return Element.isWritten(written) ? Optional.of(name) : Optional.empty();
  }

  private OidcIssuer issuer(PipelineXml xml, OidcIssuer.Kind system) {
    var issuer =
        element
            .child("oidcIssuer")
            .optional(xml.oidcIssuer, OidcReader::host)
            .map(OidcIssuer.of(system)::withHost)
            .orElse(OidcIssuer.of(system));
    return element
        .child("oidcProvider")
        .optional(xml.oidcProvider, arn -> provider(arn, issuer.host()))
        .map(issuer::withProvider)
        .orElse(issuer);
  }

  private static String host(String url) {
    var matcher = ISSUER.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + url + "' is not an issuer: write its URL, such as https://gitlab.example.com");
    }
    return matcher.group(1);
  }

  private static String provider(String arn, String host) {
    var matcher = PROVIDER.matcher(arn);
    if (!matcher.matches() || !matcher.group(1).equals(host)) {
      throw new IllegalArgumentException(
          """
          '%s' is not the identity provider of %s: write one such as \
          arn:aws:iam::111111111111:oidc-provider/%s"""
              .formatted(arn, host, host));
    }
    return arn;
  }

  private static String matching(Pattern form, String text, String what, String example) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not " + what + ": write one such as " + example);
    }
    return text;
  }
}
