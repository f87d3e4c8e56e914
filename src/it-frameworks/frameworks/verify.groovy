import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text

// What the app of a module has written in its task.
def answered = { module ->
  def logs = new File(basedir, "$module/target/xacct/rehearsal/logs/test").listFiles()
  logs.collect { it.text }.join().readLines().find { it.startsWith('ANSWERS ') }
}
def digest = { folder -> new JsonSlurper().parse(new File(basedir, "$folder/target/xacct/image.json")).digest }

assert log.count('BUILD SUCCESS') == 3
assert log.count('All production traffic is on green') == 3
assert (log =~ /[1-9]\d*, failed: 0, answered by/).count == 3

assert log.contains('Recognized Spring Boot 3.5.7, repackaged as spring-boot-1.0.jar: starts demo.App; port from SERVER_PORT.')
assert answered('spring-boot') == 'ANSWERS spring-boot version=1.0 loader=LaunchedClassLoader devtools=false compose=false'

assert log.contains('Recognized Quarkus 3.33.2, its fast-jar: starts quarkus-run.jar; port from QUARKUS_HTTP_PORT.')

assert answered('cdi') == 'ANSWERS cdi found its bean'

// Quarkus itself does not package the same classes twice to the same bytes.
for (module in ['spring-boot', 'cdi']) {
  assert digest(module) == digest("over/there/$module")
}

// The jars on the class path of an image's tarball, as Jib and we write them to a file of the image.
def jars = { tarball ->
  def read = { String command -> ['sh', '-c', command].execute(null, basedir).text }
  def layers = new JsonSlurper().parseText(read("tar -xOf $tarball manifest.json"))[0].Layers
  def file = layers.collect { read("tar -xOf $tarball $it | tar -xzOf - app/jib-classpath-file 2>/dev/null") }.join()
  file.split(':').findAll { it.startsWith('/app/libs/') }
}

def ours = jars('over/there/cdi/target/xacct/image.tar')
assert ours.size() > 10
assert ours == jars('over/there/cdi/target/jib-image.tar')
