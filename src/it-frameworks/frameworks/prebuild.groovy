import java.nio.file.Files

// The same projects in another folder.
['spring-boot', 'quarkus', 'cdi', '.'].each { name ->
  def from = new File(basedir, name).toPath()
  def to = new File(basedir, "over/there/$name").toPath()
  if (name == '.') {
    Files.copy(new File(basedir, 'pom.xml').toPath(), new File(basedir, 'over/there/pom.xml').toPath())
  } else {
    Files.walk(from).withCloseable { paths ->
      paths.forEach { path ->
        def copy = to.resolve(from.relativize(path).toString())
        Files.isDirectory(path) ? Files.createDirectories(copy) : Files.copy(path, copy)
      }
    }
  }
}
return true
