package io.github.xacct.shipped;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a class file declares, and what it names. Source: The Java Virtual Machine Specification,
 * 4.4.
 *
 * @param name as {@code java/lang/String}
 * @param above its superclass and its interfaces
 * @param members declared, as {@code length()I}
 * @param classes that it names
 * @param references to members, as {@code java/lang/String.length()I}
 * @param texts that it holds
 */
record ClassFile(
    String name,
    Set<String> above,
    Set<String> members,
    Set<String> classes,
    Set<String> references,
    Set<String> texts) {

  static ClassFile read(InputStream bytes) throws IOException {
    return new Reader(new DataInputStream(bytes)).read();
  }

  private static final class Reader {
    private final DataInputStream in;
    private Object[] constants = {};

    /** A constant that is made of two others. */
    private record Pair(int tag, int first, int second) {}

    private Reader(DataInputStream in) {
      this.in = in;
    }

    private ClassFile read() throws IOException {
      in.skipNBytes(8);
      constants();
      in.skipNBytes(2);
      String name = text(in.readUnsignedShort());
      var above = new LinkedHashSet<String>();
      int superclass = in.readUnsignedShort();
      if (superclass != 0) {
        above.add(text(superclass));
      }
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        above.add(text(in.readUnsignedShort()));
      }
      var members = new HashSet<String>();
      members(members); // fields
      members(members); // methods
      return new ClassFile(
          name, above, members, classes(), references(), tagged(8).collect(Collectors.toSet()));
    }

    private void members(Set<String> to) throws IOException {
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        in.skipNBytes(2);
        to.add(text(in.readUnsignedShort()) + text(in.readUnsignedShort()));
        for (int j = in.readUnsignedShort(); j > 0; j--) {
          in.skipNBytes(2);
          in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
        }
      }
    }

    private void constants() throws IOException {
      constants = new Object[in.readUnsignedShort()];
      for (int i = 1; i < constants.length; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> constants[i] = in.readUTF();
          case 3, 4 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++;
          }
          case 7, 8, 16, 19, 20 -> constants[i] = new Pair(tag, in.readUnsignedShort(), 0);
          case 9, 10, 11, 12, 17, 18 ->
              constants[i] = new Pair(tag, in.readUnsignedShort(), in.readUnsignedShort());
          case 15 -> in.skipNBytes(3);
          default -> throw new IOException("constant of tag " + tag);
        }
      }
    }

    private String text(int index) {
      return constants[index] instanceof Pair pair ? text(pair.first()) : (String) constants[index];
    }

    private Stream<String> tagged(int tag) {
      return pairs().filter(pair -> pair.tag() == tag).map(pair -> text(pair.first()));
    }

    private Stream<Pair> pairs() {
      return Stream.of(constants).filter(Pair.class::isInstance).map(Pair.class::cast);
    }

    /**
     * Of descriptors and of members: a class that is named alone may be the member of another one.
     */
    private Set<String> classes() {
      Stream<String> descriptors =
          Stream.concat(
              pairs().filter(pair -> pair.tag() == 12).map(pair -> text(pair.second())),
              tagged(16));
      Stream<String> owners =
          pairs()
              .filter(pair -> pair.tag() >= 9 && pair.tag() <= 11)
              .map(pair -> text(pair.first()))
              .filter(name -> !name.startsWith("["));
      return Stream.concat(owners, descriptors.flatMap(Reader::inDescriptor))
          .collect(Collectors.toSet());
    }

    private static Stream<String> inDescriptor(String descriptor) {
      var found = new HashSet<String>();
      for (int at = descriptor.indexOf('L'); at >= 0; at = descriptor.indexOf('L', at)) {
        int end = descriptor.indexOf(';', at);
        found.add(descriptor.substring(at + 1, end));
        at = end;
      }
      return found.stream();
    }

    private Set<String> references() {
      return pairs()
          .filter(pair -> pair.tag() >= 9 && pair.tag() <= 11)
          .map(pair -> text(pair.first()) + "." + member((Pair) constants[pair.second()]))
          .collect(Collectors.toSet());
    }

    private String member(Pair nameAndType) {
      return text(nameAndType.first()) + text(nameAndType.second());
    }
  }
}
