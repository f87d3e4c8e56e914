import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text

// What the app of a module has written in its task.
def written = { module ->
  new File(basedir, "$module/target/xacct/rehearsal/logs/test").listFiles().collect { it.text }.join()
}
def answered = { module -> written(module).readLines().find { it.startsWith('ANSWERS ') } }
def digest = { folder -> new JsonSlurper().parse(new File(basedir, "$folder/target/xacct/image.json")).digest }

// What is said of each app, all of which are started and answer.
def recognized = [
  'spring-boot': 'Recognized Spring Boot 3.5.7, repackaged as spring-boot-1.0.jar: starts demo.App; port from SERVER_PORT.',
  'quarkus': 'Recognized Quarkus 3.33.2, its fast-jar: starts quarkus-run.jar; port from QUARKUS_HTTP_PORT.',
  'cdi': null,
  'micronaut': 'Recognized Micronaut 4.10.15, a class path: starts demo.App; port from MICRONAUT_SERVER_PORT; health at /health.',
  'helidon-se': 'Recognized Helidon SE 3.0.2, a class path: starts demo.App; port from SERVER_PORT.',
  'helidon-mp': 'Recognized Helidon MP 3.0.2, a class path: starts io.helidon.microprofile.cdi.Main; port from SERVER_PORT; health at /health.',
  'dropwizard': "Recognized Dropwizard 5.0.1, a class path: starts demo.App; port from the app's own code.",
  'vertx': "Recognized Vert.x 4.5.27, a class path: starts io.vertx.core.Launcher; port from the app's own code.",
  'javalin': "Recognized Javalin 6.7.0, a class path: starts demo.App; port from the app's own code.",
  'kotlin': "Recognized Kotlin, a class path: starts demo.AppKt; port from the app's own code.",
  'jpms': 'Recognized the Java module demo: starts it as a module.',
  'boot-war': 'Recognized Spring Boot 3.5.7, repackaged as boot-war-1.0.war: starts demo.App; port from SERVER_PORT; health at /actuator/health.',
  'extras': null
]
assert log.count('BUILD SUCCESS') == 3
assert log.count('All production traffic is on green') == recognized.size()
assert (log =~ /[1-9]\d*, failed: 0, answered by/).count == recognized.size()
recognized.each { module, line ->
  assert line == null || log.contains(line)
  assert (log =~ /answers 200 by ${module}-test:1/).count == 1
}
// No class is missed that no app misses.
assert !log.contains('Not in the image')

assert answered('spring-boot') == 'ANSWERS spring-boot version=1.0 loader=LaunchedClassLoader devtools=false compose=false'
assert answered('cdi') == 'ANSWERS cdi found its bean'
assert answered('jpms') == 'ANSWERS module demo logs by module org.slf4j.simple'
assert answered('extras') == 'ANSWERS with tiny, trusts [CN=company-ca]'
assert written('extras').contains('opentelemetry-javaagent - version: 2.9.0')

// Quarkus itself does not package the same classes twice to the same bytes.
(recognized.keySet() - 'quarkus' + 'servlet').each { module ->
  assert digest(module) == digest("over/there/$module")
}

def read = { String command -> ['sh', '-c', command].execute(null, basedir).text }
def manifest = { tarball -> new JsonSlurper().parseText(read("tar -xOf $tarball manifest.json"))[0] }

// The jars on the class path of an image's tarball, as Jib and we write them to a file of the image.
def jars = { tarball ->
  def file = manifest(tarball).Layers.collect { read("tar -xOf $tarball $it | tar -xzOf - app/jib-classpath-file 2>/dev/null") }.join()
  file.split(':').findAll { it.startsWith('/app/libs/') }
}

def ours = jars('cdi/target/xacct/image.tar')
assert ours.size() > 10
assert ours == jars('cdi/target/jib-image.tar')

// The war lies where the server of its base image looks for it, which starts as it always does.
def war = 'over/there/servlet/target/xacct/image.tar'
def files = manifest(war).Layers.collect { read("tar -xOf $war $it | tar -tzf -").readLines() }.flatten()
assert files.findAll { it.endsWith('.jar') || it.endsWith('.class') || it.endsWith('.html') } == [
  'usr/local/tomcat/webapps/ROOT/WEB-INF/lib/slf4j-api-2.0.17.jar',
  'usr/local/tomcat/webapps/ROOT/about.html',
  'usr/local/tomcat/webapps/ROOT/WEB-INF/classes/demo/Hello.class'
]
def config = new JsonSlurper().parseText(read("tar -xOf $war ${manifest(war).Config}")).config
assert [config.Entrypoint, config.Cmd, config.User] == [['catalina.sh'], ['run'], 'tomcat']
