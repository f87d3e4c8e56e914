import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Removes from the shrunk SDK what a goal would load without need: a class for each lambda, and
 * the endpoint metadata of services that are not called.
 */
final class Lean {
  private static final String SDK = "software/amazon/awssdk";

  private Lean() {}

  /**
   * @param args the folder of the libraries' classes, which are changed in place, and the folder of
   *     the plugin's classes
   */
  public static void main(String[] args) throws IOException {
    Path libraries = Path.of(args[0]);
    OwnEndpoints.keep(libraries, Path.of(args[1]));
    var known = new HashMap<String, ClassNode>();
    var distinguished = new HashSet<String>();
    for (Path file : classes(libraries.resolve(SDK))) {
      var reader = new ClassReader(Files.readAllBytes(file));
      var node = new ClassNode();
      reader.accept(node, ClassReader.SKIP_CODE);
      known.put(node.name, node);
      reader.accept(instanceOf(distinguished), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    }
    for (Path file : classes(libraries.resolve(SDK))) {
      share(file, known, distinguished);
    }
  }

  static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static void share(Path file, Map<String, ClassNode> known, Set<String> distinguished)
      throws IOException {
    var node = new ClassNode();
    new ClassReader(Files.readAllBytes(file)).accept(node, 0);
    var shared = SharedLambdas.in(node, known, distinguished);
    if (shared.isPresent()) {
      var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      node.accept(writer);
      Files.write(file, writer.toByteArray());
      String name = node.name.substring(node.name.lastIndexOf('/') + 1);
      Files.write(file.resolveSibling(name + "$Lambdas.class"), shared.get());
    }
  }

  /** Collects the types that instanceof checks use. */
  private static ClassVisitor instanceOf(Set<String> types) {
    return new ClassVisitor(Opcodes.ASM9) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String type, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitTypeInsn(int instruction, String type) {
            if (instruction == Opcodes.INSTANCEOF) {
              types.add(type);
            }
          }
        };
      }
    };
  }
}
