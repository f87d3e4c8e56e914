import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import proguard.AppView;
import proguard.Configuration;
import proguard.ConfigurationParser;
import proguard.Initializer;
import proguard.InputReader;
import proguard.OutputWriter;
import proguard.classfile.attribute.visitor.AllAttributeVisitor;
import proguard.classfile.editor.NamedAttributeDeleter;
import proguard.classfile.visitor.AllMemberVisitor;
import proguard.classfile.visitor.AllMethodVisitor;
import proguard.mark.Marker;
import proguard.shrink.Shrinker;

/**
 * Runs the shrinking passes of ProGuard. Its own main class removes the compiler's stack maps and
 * computes them again, which doubles the time; they are kept here because no code changes. Names
 * of local variables are removed because no stack trace contains them, and so is what no program
 * reads: annotations that are invisible at run time and names of parameters.
 */
final class Shrink {
  private static final Pattern OPERATION =
      Pattern.compile("(software/amazon/awssdk/services/\\w+/model/\\w+)Re(quest|sponse)\\b");

  private Shrink() {}

  public static void main(String[] args) throws Exception {
    var configuration = new Configuration();
    String text =
        Files.readString(Path.of(args[0])).replace("@operations@", operations(Path.of(args[1])));
    try (var parser =
        new ConfigurationParser(text, args[0], new File("."), System.getProperties())) {
      parser.parse(configuration);
    }
    var app = new AppView();
    // A configuration that shrinks would discard the stack maps when reading.
    configuration.shrink = false;
    new InputReader(configuration).execute(app);
    configuration.shrink = true;
    new Initializer(configuration).execute(app);
    for (String names : List.of("LocalVariableTable", "LocalVariableTypeTable")) {
      app.programClassPool.classesAccept(
          new AllMethodVisitor(new AllAttributeVisitor(new NamedAttributeDeleter(names))));
    }
    for (String names :
        List.of(
            "RuntimeInvisibleAnnotations",
            "RuntimeInvisibleParameterAnnotations",
            "MethodParameters",
            "Deprecated")) {
      var deleter = new NamedAttributeDeleter(names);
      app.programClassPool.classesAccept(deleter);
      app.programClassPool.classesAccept(new AllMemberVisitor(deleter));
    }
    new Marker(configuration).execute(app);
    new Shrinker(configuration, false).execute(app);
    new OutputWriter(configuration).execute(app);
  }

  /** Returns the requests and responses that these classes use, as a filter of ProGuard. */
  private static String operations(Path classes) throws IOException {
    var named = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        OPERATION
            .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
            .results()
            .forEach(found -> named.add(found.group(1) + "Re*"));
      }
    }
    return String.join(",", named);
  }
}
