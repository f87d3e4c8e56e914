import java.util.List;
import proguard.AppView;
import proguard.Configuration;
import proguard.ConfigurationParser;
import proguard.Initializer;
import proguard.InputReader;
import proguard.OutputWriter;
import proguard.classfile.attribute.visitor.AllAttributeVisitor;
import proguard.classfile.editor.NamedAttributeDeleter;
import proguard.classfile.visitor.AllMethodVisitor;
import proguard.mark.Marker;
import proguard.shrink.Shrinker;

/**
 * ProGuard's passes that shrink. Its own main class takes away the stack maps that the compiler has
 * written and works them out anew, which doubles the time; as no code changes, they can stay.
 * The names of local variables go: no stack trace shows them.
 */
final class Shrink {
  private Shrink() {}

  public static void main(String[] args) throws Exception {
    var configuration = new Configuration();
    try (var parser = new ConfigurationParser(args, System.getProperties())) {
      parser.parse(configuration);
    }
    var app = new AppView();
    // Whoever is going to shrink reads no stack maps.
    configuration.shrink = false;
    new InputReader(configuration).execute(app);
    configuration.shrink = true;
    new Initializer(configuration).execute(app);
    for (String names : List.of("LocalVariableTable", "LocalVariableTypeTable")) {
      app.programClassPool.classesAccept(
          new AllMethodVisitor(new AllAttributeVisitor(new NamedAttributeDeleter(names))));
    }
    new Marker(configuration).execute(app);
    new Shrinker(configuration, false).execute(app);
    new OutputWriter(configuration).execute(app);
  }
}
