import java.nio.file.Files
import java.nio.file.Path

// A folder with nothing in it but the pom, for the promotion; what is rehearsed goes on there.
def pom = new File(basedir, 'pom.xml').text
def alone = new File(basedir, 'only-pom')
new File(alone, 'target/xacct').mkdirs()
new File(alone, 'pom.xml').text = pom.replace('<relativePath>', '<relativePath>../')
Files.createSymbolicLink(new File(alone, 'target/xacct/rehearsal').toPath(), Path.of('../../../target/xacct/rehearsal'))
return true
