import groovy.json.JsonOutput
import java.nio.file.Files
import java.security.MessageDigest

def run = { File folder, String command ->
  def process = ['sh', '-c', command].execute(null, folder)
  process.waitForProcessOutput(System.out, System.err)
  assert process.exitValue() == 0
}

// What docs/image.md puts into the image: the certificate of an authority, and some native library.
def java = System.getProperty('java.home')
def image = new File(basedir, 'extras/src/main/image')
new File(image, 'etc/app').mkdirs()
new File(image, 'opt/native').mkdirs()
run image, """$java/bin/keytool -genkeypair -alias ca -keyalg EC -dname CN=company-ca -keystore ../ca.p12 -storepass changeit
$java/bin/keytool -exportcert -rfc -alias ca -file ../company-ca.crt -keystore ../ca.p12 -storepass changeit
$java/bin/keytool -importcert -noprompt -alias company-ca -file ../company-ca.crt -keystore etc/app/truststore.p12 -storetype PKCS12 -storepass changeit
cp $java/lib/libprefs.so opt/native/libtiny.so"""

// The same projects in another folder.
def from = basedir.toPath()
def to = from.resolve('over/there')
def all = Files.walk(from).withCloseable { it.toList() }
all.each { path ->
  def copy = to.resolve(from.relativize(path).toString())
  Files.isDirectory(path) ? Files.createDirectories(copy) : Files.copy(path, copy)
}

// A base image as small as can be, for the war: it holds no server, and names the command of one.
run to.toFile(), 'tar -cf layer.tar -T /dev/null'
def layer = MessageDigest.getInstance('SHA-256').digest(new File(to.toFile(), 'layer.tar').bytes).encodeHex()
new File(to.toFile(), 'config.json').text = JsonOutput.toJson(
    architecture: 'amd64', os: 'linux', rootfs: [type: 'layers', diff_ids: ["sha256:$layer".toString()]],
    config: [Entrypoint: ['catalina.sh'], Cmd: ['run'], User: 'tomcat'])
new File(to.toFile(), 'manifest.json').text =
    JsonOutput.toJson([[Config: 'config.json', RepoTags: ['server:1'], Layers: ['layer.tar']]])
run to.toFile(), 'tar -cf server.tar config.json layer.tar manifest.json && cp server.tar ../..'
return true
