package io.github.xacct.image.layout;

import io.github.xacct.image.file.FileTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Compares an archive with the classes that it was packaged from. */
final class ArchivedClasses {
  private ArchivedClasses() {}

  /**
   * Whether the archive contains each class file of the folder unchanged.
   *
   * @param at folder in the archive with a trailing slash, or empty
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
