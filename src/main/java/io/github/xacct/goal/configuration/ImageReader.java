package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.goal.configuration.xml.ValueForm;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code <image>}. */
final class ImageReader {
  private static final String DEFAULT_USER = "10001:10001";
  private static final String USER_OF_THE_BASE = "";
  private static final List<Integer> LONG_TERM_RELEASES = List.of(8, 11, 17, 21, 25);
  private static final String TAR = "tar://";
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern SEVERAL_FLAGS = Pattern.compile("-\\S+(\\s+-\\S+)+");
  private static final Pattern CLASS_NAME =
      Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$]*\\.)*[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private final ProjectFacts project;
  private final List<Environment> environments;
  private final List<Environment> targets;

  /**
   * @param project facts of the project
   * @param environments all valid environments
   * @param targets environments in which this image will run: the chosen one, or all
   */
  ImageReader(ProjectFacts project, List<Environment> environments, List<Environment> targets) {
    this.project = project;
    this.environments = environments;
    this.targets = targets;
  }

  /** Returns the settings; empty if there is a problem, which is reported. */
  Optional<ImageSettings> read(ImageXml xml, Element element) {
    List<String> flags = flags(Element.listOf(xml.jvmFlags), element.child("jvmFlags"));
    var mirror = element.child("publicMirror").optional(xml.publicMirror, PublicMirror::new);
    Optional<String> baseImage =
        baseImage(xml.baseImage, element.child("baseImage"))
            .map(name -> mirror.map(m -> m.of(name)).orElse(name));
    Optional<Layout> layout = new LayoutReader(project).read(xml, element);
    Optional<String> appRoot = WebAppFolder.read(xml, layout, element);
    Optional<String> mainClass =
        element.child("mainClass").optional(xml.mainClass, ImageReader::className);
    List<Integer> ports = ports(Element.listOf(xml.ports), element.child("ports"));
    Optional<String> user =
        layout.equals(Optional.of(Layout.WAR)) && !Element.isWritten(xml.user)
            ? Optional.of(USER_OF_THE_BASE)
            : element.child("user").orDefault(xml.user, DEFAULT_USER, ImageUser::check);
    List<Path> directories =
        directories(Element.listOf(xml.extraDirectories), element.child("extraDirectories"));
    var provenance = new Provenance(project);
    List<Architecture> architectures = architectures(xml.platform, element.child("platform"));
    List<String> tags = new ImageTags(provenance).read(xml.tags, element.child("tags"));
    var created = provenance.created(element.property("project.build.outputTimestamp"));
    if (baseImage.isEmpty() || user.isEmpty() || architectures.isEmpty() || !element.isSound()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageSettings(
            baseImage.get(),
            layout,
            appRoot,
            mainClass,
            flags,
            List.copyOf(Element.listOf(xml.arguments)),
            ports,
            user.get(),
            Element.mapOf(xml.environment),
            provenance.labels(Element.mapOf(xml.labels), created),
            directories,
            tags,
            architectures,
            created.orElse(Provenance.NO_TIME)));
  }

  /** Reports several flags in one element, which would be one word of the command line. */
  private static List<String> flags(List<String> written, Element element) {
    for (String flag : written) {
      if (SEVERAL_FLAGS.matcher(flag.trim()).matches()) {
        element.problem(
            "'%s' are several flags in one element: write <flag>%s</flag>"
                .formatted(flag.trim(), flag.trim().replaceAll("\\s+", "</flag><flag>")));
      }
    }
    return List.copyOf(written);
  }

  private Optional<String> baseImage(String written, Element element) {
    if (Element.isWritten(written)) {
      return element.optional(written, this::baseImage);
    }
    Optional<String> byDefault =
        defaultRelease(project.javaRelease())
            .map(n -> "public.ecr.aws/docker/library/eclipse-temurin:" + n + "-jre");
    if (byDefault.isEmpty()) {
      element.problem(
          "missing, and there is no default for Java "
              + project.javaRelease()
              + ", which is younger than the last long-term release: write a base image that has"
              + " that Java");
    }
    return byDefault;
  }

  /**
   * Returns the Java version of the default base image for classes of a release; empty if there is
   * none.
   */
  static Optional<Integer> defaultRelease(int release) {
    return LONG_TERM_RELEASES.stream().filter(n -> n >= release).findFirst();
  }

  private String baseImage(String text) {
    if (text.startsWith(TAR)) {
      Path file = Path.of(text.substring(TAR.length()));
      if (!Files.isRegularFile(file) && !Files.isRegularFile(project.basedir().resolve(file))) {
        throw new IllegalArgumentException(
            "there is no file "
                + file
                + ": write a tarball there (docker save, skopeo copy), or another base image");
      }
      return text;
    }
    return word(text, "an image: write one such as registry/repository:tag");
  }

  /** Returns the configured ports, else those of all environments, so that they share one image. */
  private List<Integer> ports(List<String> written, Element element) {
    Set<Integer> ports = new LinkedHashSet<>();
    if (written.isEmpty()) {
      environments.forEach(environment -> ports.add(environment.task().containerPort()));
    }
    for (String text : written) {
      element.optional(text, t -> ValueForm.wholeNumber(t, 1, 65535, "")).ifPresent(ports::add);
    }
    return List.copyOf(ports);
  }

  private List<Path> directories(List<String> written, Element element) {
    var directories = new ArrayList<Path>();
    for (String text : written) {
      Path directory = project.basedir().resolve(text.trim());
      if (!Files.isDirectory(directory)) {
        element.problem(
            "'" + text + "' is not a folder: write one that exists, relative to the project");
      }
      directories.add(directory);
    }
    return List.copyOf(directories);
  }

  /** Returns the architectures; empty if there is a problem. */
  private List<Architecture> architectures(String written, Element element) {
    Set<Architecture> wanted = new LinkedHashSet<>();
    targets.forEach(environment -> wanted.add(environment.task().architecture()));
    if (Element.isWritten(written)) {
      List<Architecture> platforms =
          element.optional(written, ImageReader::platforms).orElse(List.of());
      if (!platforms.isEmpty() && !wanted.isEmpty()) {
        reportThatTasksDiffer(platforms, wanted, element);
      }
      return platforms;
    }
    if (wanted.size() > 1) {
      element.problem(
          "missing, and the environments' tasks do not all run on the same: choose an environment"
              + " with -Denv, or write linux/amd64,linux/arm64 for an image of both");
      return List.of();
    }
    return List.of(wanted.stream().findFirst().orElse(Architecture.X86_64));
  }

  /** Parses comma-separated platforms, as {@code docker buildx build --platform} accepts them. */
  private static List<Architecture> platforms(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::trim).map(Architecture::parse).toList();
  }

  /** Reports a platform on which tasks would fail with "exec format error". */
  private static void reportThatTasksDiffer(
      List<Architecture> platforms, Set<Architecture> wanted, Element element) {
    if (platforms.size() == 1 && wanted.contains(platforms.get(0))) {
      return; // other environments use their own images
    }
    wanted.stream()
        .filter(right -> !platforms.contains(right))
        .findFirst()
        .ifPresent(
            right ->
                element.problem(
                    """
                        an image for linux/%s does not run on %s tasks: write linux/%s or leave \
                        this out, or change <task><architecture>"""
                        .formatted(platforms.get(0).oci(), right, right.oci())));
  }

  static boolean isClassName(String text) {
    return CLASS_NAME.matcher(text).matches();
  }

  private static String className(String text) {
    if (!isClassName(text)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not the name of a class: write one such as com.example.App");
    }
    return text;
  }

  private static String word(String text, String whatAndExample) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not " + whatAndExample);
    }
    return text;
  }
}
