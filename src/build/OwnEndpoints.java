import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Reduces the SDK's table of service metadata, which creates an object of a separate class for each
 * of AWS's 300 services, to the services that are called. For other services the SDK would compute
 * the endpoint as for those that are not in its table.
 */
final class OwnEndpoints {
  private static final String REGIONS = "software/amazon/awssdk/regions";
  private static final String TABLE = REGIONS + "/GeneratedServiceMetadataProvider.class";
  private static final String ROWS = REGIONS + "/servicemetadata/";

  private OwnEndpoints() {}

  /** Keeps the services whose names the SDK's clients or the plugin's classes contain. */
  static void keep(Path libraries, Path plugin) throws IOException {
    Set<String> named = new HashSet<>();
    for (Path file : Lean.classes(libraries.resolve("software/amazon/awssdk/services"))) {
      if (file.toString().endsWith("BaseClientBuilder.class")) {
        collectTexts(file, named);
      }
    }
    for (Path file : Lean.classes(plugin.resolve("io/github/xacct/aws"))) {
      collectTexts(file, named);
    }
    Path table = libraries.resolve(TABLE);
    var node = new ClassNode();
    new ClassReader(Files.readAllBytes(table)).accept(node, 0);
    List<String> gone = new ArrayList<>();
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof TypeInsnNode row
            && row.desc.startsWith(ROWS)
            && row.getPrevious() instanceof LdcInsnNode service
            && !named.contains(service.cst)) {
          remove(method, service);
          gone.add(row.desc);
        }
      }
    }
    if (gone.isEmpty()) {
      throw new IllegalStateException("no service is in " + table);
    }
    var writer = new ClassWriter(0);
    node.accept(writer);
    Files.write(table, writer.toByteArray());
    for (String row : gone) {
      Files.delete(libraries.resolve(row + ".class"));
    }
  }

  /** Removes the instructions from the name, over the new object, to the call that adds both. */
  private static void remove(MethodNode method, AbstractInsnNode from) {
    AbstractInsnNode at = from;
    boolean last = false;
    while (!last) {
      AbstractInsnNode next = at.getNext();
      last = at.getOpcode() == Opcodes.INVOKEVIRTUAL;
      method.instructions.remove(at);
      at = next;
    }
  }

  private static void collectTexts(Path file, Set<String> texts) throws IOException {
    new ClassReader(Files.readAllBytes(file))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitLdcInsn(Object value) {
                    if (value instanceof String text) {
                      texts.add(text);
                    }
                  }
                };
              }
            },
            ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
  }
}
