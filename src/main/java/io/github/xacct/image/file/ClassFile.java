package io.github.xacct.image.file;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The constant pool of a class file. Source: The Java Virtual Machine Specification, 4.4.
 *
 * @param release Java release that it requires
 * @param classes names, with slashes, of the classes that it links to, except arrays
 * @param texts all other strings in it, such as the types of annotations
 */
public record ClassFile(int release, Set<String> classes, Set<String> texts) {
  private static final int MAGIC = 0xCAFEBABE;

  public static ClassFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a class file from a stream.
   *
   * @param file its name in exceptions
   */
  public static ClassFile read(InputStream content, String file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(content))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is no class file");
      }
      in.readUnsignedShort();
      int release = in.readUnsignedShort() - 44;
      int size = in.readUnsignedShort();
      var texts = new String[size];
      var nameOf = new int[size];
      Set<Integer> used = new HashSet<>();
      for (int i = 1; i < size; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = in.readUTF();
          case 7 -> nameOf[i] = in.readUnsignedShort();
          case 9, 10, 11 -> {
            used.add(in.readUnsignedShort());
            in.skipBytes(2);
          }
          case 8, 16, 19, 20 -> in.skipBytes(2);
          case 15 -> in.skipBytes(3);
          case 3, 4, 12, 17, 18 -> in.skipBytes(4);
          case 5, 6 -> {
            in.skipBytes(8);
            i++; // a long or a double takes two entries
          }
          default -> throw new IOException(file + " has a constant of the unknown kind " + tag);
        }
      }
      in.skipBytes(4);
      used.add(in.readUnsignedShort());
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        used.add(in.readUnsignedShort());
      }
      Set<Integer> nested = nested(in, texts);
      nested.removeAll(used);
      return of(release, texts, nameOf, nested);
    }
  }

  /**
   * The constants of the attribute InnerClasses, which also names nested and enclosing types that
   * only annotations use, so that nothing links to them.
   */
  private static Set<Integer> nested(DataInputStream in, String[] texts) throws IOException {
    for (int part = 0; part < 2; part++) { // fields, methods
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        in.skipBytes(6);
        for (int j = in.readUnsignedShort(); j > 0; j--) {
          in.skipBytes(2);
          in.skipNBytes(in.readInt());
        }
      }
    }
    Set<Integer> nested = new HashSet<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      boolean wanted = "InnerClasses".equals(texts[in.readUnsignedShort()]);
      int length = in.readInt();
      if (!wanted) {
        in.skipNBytes(length);
        continue;
      }
      for (int j = in.readUnsignedShort(); j > 0; j--) {
        nested.add(in.readUnsignedShort());
        nested.add(in.readUnsignedShort());
        in.skipBytes(4);
      }
    }
    return nested;
  }

  private static ClassFile of(int release, String[] texts, int[] nameOf, Set<Integer> left) {
    var classes = new HashSet<String>();
    for (int i = 1; i < nameOf.length; i++) {
      if (nameOf[i] > 0 && !left.contains(i) && !texts[nameOf[i]].startsWith("[")) {
        classes.add(texts[nameOf[i]]);
      }
    }
    var all = new HashSet<String>();
    for (String text : texts) {
      if (text != null) {
        all.add(text);
      }
    }
    return new ClassFile(release, classes, all);
  }
}
