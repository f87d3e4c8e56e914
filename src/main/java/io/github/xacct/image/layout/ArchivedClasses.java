package io.github.xacct.image.layout;

import io.github.xacct.image.file.FileTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Whether an archive was packaged of the classes that lie beside it. */
final class ArchivedClasses {
  private ArchivedClasses() {}

  /**
   * Whether the archive holds each class file of the folder as it is.
   *
   * @param at folder of the archive, with a slash at its end, or empty
   */
  static boolean are(JarFile archive, String at, Path classes) {
    for (Path file : FileTree.classFiles(classes)) {
      String name = at + classes.relativize(file).toString().replace(File.separatorChar, '/');
      ZipEntry entry = archive.getEntry(name);
      if (entry == null || entry.getCrc() != crc(file)) {
        return false;
      }
    }
    return true;
  }

  private static long crc(Path file) {
    var crc = new CRC32();
    try {
      crc.update(Files.readAllBytes(file));
    } catch (IOException e) {
      return -1;
    }
    return crc.getValue();
  }
}
