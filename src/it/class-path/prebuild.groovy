import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// A repository with what kinds/pom.xml depends on: each jar holds its name.
def group = new File(basedir, 'kinds/repo/com/example/repo')
def taken = new File(localRepositoryPath, 'com/example/repo')
taken.deleteDir()

def pom = { File file, String name, String version, String more ->
  file.text = """<project><modelVersion>4.0.0</modelVersion><groupId>com.example.repo</groupId>
<artifactId>$name</artifactId><version>$version</version>$more</project>"""
}
def publish = { String name, String version, String file, String classifier, String more ->
  def folder = new File(group, "$name/$version")
  folder.mkdirs()
  pom(new File(folder, "$name-${file}.pom"), name, version, more)
  new ZipOutputStream(new FileOutputStream(new File(folder, "$name-$file${classifier}.jar"))).withCloseable {
    it.putNextEntry(new ZipEntry('which.txt'))
    it.write(name.bytes)
  }
}
def dependency = { name, more ->
  "<dependency><groupId>com.example.repo</groupId><artifactId>$name</artifactId><version>1.0</version>$more</dependency>"
}

['patched-lib', 'lib', 'handy', 'given', 'only-tests', 'driver', 'leaf', 'may', 'container', 'twig', 'unwanted'].each {
  publish(it, '1.0', '1.0', '', '')
}
publish('native', '1.0', '1.0', '-linux', '')
publish('tested', '1.0', '1.0', '-tests', '')
publish('new-name', '2.0', '2.0', '', '')
publish('tree', '1.0', '1.0', '', '<dependencies>' +
    dependency('may', '<optional>true</optional>') +
    dependency('container', '<scope>provided</scope>') +
    dependency('twig', '<scope>test</scope>') +
    dependency('unwanted', '') +
    dependency('leaf', '<scope>runtime</scope>') + '</dependencies>')

new File(group, 'old-name/1.0').mkdirs()
pom(new File(group, 'old-name/1.0/old-name-1.0.pom'), 'old-name', '1.0',
    '<distributionManagement><relocation><artifactId>new-name</artifactId><version>2.0</version></relocation></distributionManagement>')

publish('young', '1-SNAPSHOT', '1-20260101.120000-1', '', '')
def versions = ['jar', 'pom'].collect {
  "<snapshotVersion><extension>$it</extension><value>1-20260101.120000-1</value><updated>20260101120000</updated></snapshotVersion>"
}.join()
new File(group, 'young/1-SNAPSHOT/maven-metadata.xml').text = """<metadata modelVersion="1.1.0"><groupId>com.example.repo</groupId>
<artifactId>young</artifactId><version>1-SNAPSHOT</version><versioning><snapshot><timestamp>20260101.120000</timestamp>
<buildNumber>1</buildNumber></snapshot><lastUpdated>20260101120000</lastUpdated><snapshotVersions>$versions</snapshotVersions></versioning></metadata>"""
return true
