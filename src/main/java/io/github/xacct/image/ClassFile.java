package io.github.xacct.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A class file's constant pool. Source: The Java Virtual Machine Specification, 4.4.
 *
 * @param release of Java that it needs
 * @param classes names with slashes of the classes that it links to, arrays left out
 * @param texts all other text in it, such as the types of annotations
 */
record ClassFile(int release, Set<String> classes, Set<String> texts) {
  private static final int MAGIC = 0xCAFEBABE;

  static ClassFile read(Path file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is no class file");
      }
      in.readUnsignedShort();
      int release = in.readUnsignedShort() - 44;
      int size = in.readUnsignedShort();
      var texts = new String[size];
      List<Integer> named = new ArrayList<>();
      for (int i = 1; i < size; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = in.readUTF();
          case 7 -> named.add(in.readUnsignedShort());
          case 8, 16, 19, 20 -> in.skipBytes(2);
          case 15 -> in.skipBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
          case 5, 6 -> {
            in.skipBytes(8);
            i++; // a long or a double takes two places
          }
          default -> throw new IOException(file + " has a constant of the unknown kind " + tag);
        }
      }
      return of(release, texts, named);
    }
  }

  private static ClassFile of(int release, String[] texts, List<Integer> named) {
    var classes = new HashSet<String>();
    named.stream().map(i -> texts[i]).filter(n -> !n.startsWith("[")).forEach(classes::add);
    var all = new HashSet<String>();
    for (String text : texts) {
      if (text != null) {
        all.add(text);
      }
    }
    return new ClassFile(release, classes, all);
  }
}
