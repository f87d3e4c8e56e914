def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def changes = { run -> run.readLines().findAll { it =~ /\] {5}[+~-] / } }

assert runs.length == 3
def (planned, deployed) = runs[1].split(/xacct-maven-plugin:\S+:blue-green-deploy /)
assert planned.contains('By RegisterTaskDefinition')
assert !planned.contains('Pushed')
assert !planned.contains('Created repository')
assert deployed.contains('Verdict: succeeded')
assert runs[2].contains('Nothing to do')
assert runs[2].contains('BUILD SUCCESS')
assert changes(runs[2]).isEmpty()

// Maven's own exit code, of which the invoker shows only that it is not 0: 1 for trouble, 2 for changes.
def version = new File(localRepositoryPath, 'io/github/xacct/xacct-maven-plugin').listFiles().find { it.directory }.name
def settings = new File(basedir, 'exit-code-settings.xml')
settings.text = new File(basedir, '../../../src/it/settings.xml').text.replace('@localRepositoryUrl@', localRepositoryPath.toURI().toString())
def maven = { String log, String... options ->
  def command = [System.getProperty('maven.home') + '/bin/mvn', '-B', '-o', '-s', settings, "-Dmaven.repo.local=$localRepositoryPath", "-Dxacct.version=$version",
    '-Denv=test'] + options.toList()
  new ProcessBuilder(command*.toString()).directory(basedir).redirectErrorStream(true).redirectOutput(new File(basedir, log)).start()
}
def exitCode = { String... options ->
  maven('exit-code.log', '-Dxacct.rehearse', '-Dxacct.detailedExitcode', 'xacct:plan', *options).waitFor()
}
assert exitCode('-Dxacct.promoteFrom=nobody') == 1
assert exitCode('-Dcolour=blue') == 2
def changed = new File(basedir, 'exit-code.log').text
assert changes(changed).size() == 1
assert changes(changed)[0].contains('environment[COLOUR]: green -> blue')
assert changed.contains('BUILD FAILURE')
assert changed.contains('The plan for test has changes: 1.')
def plan = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/xacct/test/plan.json'))
assert plan.verdict == 'changes'
assert plan.changes*.via == ['task-definition']

// The goal that serves the embedded AWS until it is ended: what it prints is where AWS answers.
def log = new File(basedir, 'rehearsal.log')
def serving = maven(log.name, '-Dxacct.rehearse.port=0', 'xacct:rehearsal')
try {
  def end = System.nanoTime() + 120_000_000_000
  while (serving.alive && !log.text.contains('As an administrator of one account:') && System.nanoTime() < end) {
    sleep 50
  }
  def endpoint = log.text =~ /export AWS_ENDPOINT_URL=(http\S+)/
  assert endpoint.find()
  assert new URL(endpoint.group(1)).openConnection().responseCode in 400..499
} finally {
  serving.descendants().forEach { it.destroy() }
  serving.destroy()
  serving.waitFor()
}
