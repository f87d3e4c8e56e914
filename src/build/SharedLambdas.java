import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Creates one class for all lambdas of a class. The JVM would create a class for each lambda when
 * it is first evaluated, and a model of the SDK has two for each member. The lambda's body remains
 * in its method, which the created class calls by number.
 */
final class SharedLambdas implements Opcodes {
  private static final String OBJECT = "java/lang/Object";
  private static final String FUNCTIONS = "java/util/function/";

  private final Map<String, ClassNode> known;
  private final Set<String> distinguished;

  /** Sites by method of the interface; the index in the list is the lambda's number. */
  private final Map<String, List<InvokeDynamicInsnNode>> bodies = new HashMap<>();

  private final Set<String> interfaces = new LinkedHashSet<>();

  private SharedLambdas(Map<String, ClassNode> known, Set<String> distinguished) {
    this.known = known;
    this.distinguished = distinguished;
  }

  /**
   * Rewrites a class that has several lambdas.
   *
   * @param known all classes by name
   * @param distinguished interfaces that instanceof checks use
   * @return the class of its lambdas; empty if the class was not rewritten
   */
  static Optional<byte[]> in(
      ClassNode host, Map<String, ClassNode> known, Set<String> distinguished) {
    return new SharedLambdas(known, distinguished).share(host);
  }

  private Optional<byte[]> share(ClassNode host) {
    var sites = new ArrayList<InvokeDynamicInsnNode>();
    if ((host.access & ACC_INTERFACE) == 0) {
      for (MethodNode method : host.methods) {
        for (var instruction : method.instructions) {
          if (instruction instanceof InvokeDynamicInsnNode site && canShare(site, host)) {
            sites.add(site);
          }
        }
      }
    }
    if (sites.size() < 2) {
      return Optional.empty();
    }
    String shared = host.name + "$Lambdas";
    for (MethodNode method : host.methods) {
      for (InvokeDynamicInsnNode site : sites) {
        if (method.instructions.contains(site)) {
          replace(site, method, shared);
        }
      }
      if (sites.stream().anyMatch(site -> isIn(host, method, handle(site)))) {
        method.access &= ~ACC_PRIVATE;
      }
    }
    return Optional.of(write(shared));
  }

  /**
   * Whether a lambda implements an interface of java.util.function, without primitives, and calls
   * an accessible method.
   */
  private boolean canShare(InvokeDynamicInsnNode site, ClassNode host) {
    Type made = Type.getReturnType(site.desc);
    if (!site.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
        || !site.bsm.getName().equals("metafactory")
        || !made.getInternalName().startsWith(FUNCTIONS)
        || distinguished.contains(made.getInternalName())) {
      return false;
    }
    Handle handle = handle(site);
    if (handle.getTag() == H_INVOKESPECIAL) {
      return false;
    }
    Type method = (Type) site.bsmArgs[0];
    Type result = method.getReturnType();
    return Type.getArgumentTypes(site.desc).length <= 1
        && isOfObjects(Type.getType(site.desc))
        && isOfObjects(method)
        && isOfObjects(Type.getType(handle.getDesc()))
        && (result == Type.VOID_TYPE || result.getInternalName().equals(OBJECT))
        && isOpen(handle, host);
  }

  private static boolean isOfObjects(Type method) {
    Type result = method.getReturnType();
    return (result == Type.VOID_TYPE || !isPrimitive(result))
        && Arrays.stream(method.getArgumentTypes()).noneMatch(SharedLambdas::isPrimitive);
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  private static Handle handle(InvokeDynamicInsnNode site) {
    return (Handle) site.bsmArgs[1];
  }

  private static boolean isIn(ClassNode host, MethodNode method, Handle handle) {
    return handle.getOwner().equals(host.name)
        && method.name.equals(handle.getName())
        && method.desc.equals(handle.getDesc());
  }

  /** Whether the lambda's class can access the method. */
  private boolean isOpen(Handle handle, ClassNode host) {
    ClassNode owner = known.get(handle.getOwner());
    if (owner == null) {
      return false;
    }
    if (owner.name.equals(host.name) && handle.getTag() == H_INVOKESTATIC) {
      return true;
    }
    boolean near = packageOf(owner.name).equals(packageOf(host.name));
    return ((owner.access & ACC_PUBLIC) != 0 || near) && isPublic(owner, handle);
  }

  private boolean isPublic(ClassNode owner, Handle handle) {
    if (owner.methods.stream()
        .anyMatch(
            m ->
                m.name.equals(handle.getName())
                    && m.desc.equals(handle.getDesc())
                    && (m.access & ACC_PUBLIC) != 0)) {
      return true;
    }
    return handle.getTag() != H_NEWINVOKESPECIAL
        && Stream.concat(Stream.ofNullable(owner.superName), owner.interfaces.stream())
            .map(known::get)
            .anyMatch(above -> above != null && isPublic(above, handle));
  }

  private static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /** Replaces the lambda's evaluation by a call with its number and its captured object, if any. */
  private void replace(InvokeDynamicInsnNode site, MethodNode method, String shared) {
    Type made = Type.getReturnType(site.desc);
    interfaces.add(made.getInternalName());
    var all =
        bodies.computeIfAbsent(
            site.name + ((Type) site.bsmArgs[0]).getDescriptor(), key -> new ArrayList<>());
    method.instructions.insertBefore(site, new IntInsnNode(SIPUSH, all.size()));
    all.add(site);
    String held = Type.getArgumentTypes(site.desc).length == 0 ? "" : "L" + OBJECT + ";";
    method.instructions.set(
        site,
        new MethodInsnNode(INVOKESTATIC, shared, "of", "(" + held + "I)L" + shared + ";", false));
  }

  private byte[] write(String shared) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(
        V1_8,
        ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC,
        shared,
        null,
        OBJECT,
        interfaces.toArray(String[]::new));
    writer.visitField(ACC_PRIVATE | ACC_FINAL, "held", "L" + OBJECT + ";", null, null);
    writer.visitField(ACC_PRIVATE | ACC_FINAL, "number", "I", null, null);
    var constructor = begin(writer, ACC_PRIVATE, "<init>", "(L" + OBJECT + ";I)V");
    constructor.visitVarInsn(ALOAD, 0);
    constructor.visitMethodInsn(INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    constructor.visitVarInsn(ALOAD, 0);
    constructor.visitVarInsn(ALOAD, 1);
    constructor.visitFieldInsn(PUTFIELD, shared, "held", "L" + OBJECT + ";");
    constructor.visitVarInsn(ALOAD, 0);
    constructor.visitVarInsn(ILOAD, 2);
    constructor.visitFieldInsn(PUTFIELD, shared, "number", "I");
    end(constructor, RETURN);
    writeFactory(writer, shared, "");
    writeFactory(writer, shared, "L" + OBJECT + ";");
    bodies.values().forEach(sites -> writeMethod(writer, shared, sites));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void writeFactory(ClassWriter writer, String shared, String held) {
    var factory = begin(writer, ACC_STATIC, "of", "(" + held + "I)L" + shared + ";");
    factory.visitTypeInsn(NEW, shared);
    factory.visitInsn(DUP);
    if (held.isEmpty()) {
      factory.visitInsn(ACONST_NULL);
    } else {
      factory.visitVarInsn(ALOAD, 0);
    }
    factory.visitVarInsn(ILOAD, held.isEmpty() ? 0 : 1);
    factory.visitMethodInsn(INVOKESPECIAL, shared, "<init>", "(L" + OBJECT + ";I)V", false);
    end(factory, ARETURN);
  }

  private static void writeMethod(
      ClassWriter writer, String shared, List<InvokeDynamicInsnNode> sites) {
    var type = (Type) sites.get(0).bsmArgs[0];
    var method = begin(writer, ACC_PUBLIC, sites.get(0).name, type.getDescriptor());
    Label[] cases = sites.stream().map(site -> new Label()).toArray(Label[]::new);
    method.visitVarInsn(ALOAD, 0);
    method.visitFieldInsn(GETFIELD, shared, "number", "I");
    // No other numbers occur: the last case is also the default.
    method.visitTableSwitchInsn(0, cases.length - 1, cases[cases.length - 1], cases);
    for (int i = 0; i < cases.length; i++) {
      method.visitLabel(cases[i]);
      writeBody(method, shared, sites.get(i));
    }
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private static void writeBody(MethodVisitor method, String shared, InvokeDynamicInsnNode site) {
    Handle handle = handle(site);
    var needed = new ArrayList<Type>();
    boolean creates = handle.getTag() == H_NEWINVOKESPECIAL;
    if (creates) {
      method.visitTypeInsn(NEW, handle.getOwner());
      method.visitInsn(DUP);
    } else if (handle.getTag() != H_INVOKESTATIC) {
      needed.add(Type.getObjectType(handle.getOwner()));
    }
    needed.addAll(List.of(Type.getArgumentTypes(handle.getDesc())));
    int held = Type.getArgumentTypes(site.desc).length;
    for (int i = 0; i < needed.size(); i++) {
      if (i < held) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, shared, "held", "L" + OBJECT + ";");
      } else {
        method.visitVarInsn(ALOAD, 1 + i - held);
      }
      method.visitTypeInsn(CHECKCAST, needed.get(i).getInternalName());
    }
    int call =
        switch (handle.getTag()) {
          case H_INVOKESTATIC -> INVOKESTATIC;
          case H_INVOKEINTERFACE -> INVOKEINTERFACE;
          case H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
          default -> INVOKESPECIAL;
        };
    method.visitMethodInsn(
        call, handle.getOwner(), handle.getName(), handle.getDesc(), handle.isInterface());
    boolean result = creates || Type.getReturnType(handle.getDesc()) != Type.VOID_TYPE;
    if (((Type) site.bsmArgs[0]).getReturnType() != Type.VOID_TYPE) {
      method.visitInsn(ARETURN);
    } else {
      if (result) {
        method.visitInsn(POP);
      }
      method.visitInsn(RETURN);
    }
  }

  private static MethodVisitor begin(ClassWriter writer, int access, String name, String type) {
    var method = writer.visitMethod(access, name, type, null, null);
    method.visitCode();
    return method;
  }

  private static void end(MethodVisitor method, int last) {
    method.visitInsn(last);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
