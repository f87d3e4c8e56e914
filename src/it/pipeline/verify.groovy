import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }
def walk = new File(basedir, 'target/xacct/pipeline')
def json = new JsonSlurper()

// All the way, with one build, and the digest in production is the one that was built.
assert printed('Stage 9 of 9, TestProd')
assert printed('Deployed to all environments')
assert log.count('Stage 2 of 9, Build') == 1
def built = json.parse(new File(walk, 'artifacts/Build/target/xacct/image.json')).digest
for (environment in ['Dev', 'Test', 'Prod']) {
  def name = environment.toLowerCase()
  def deployed = json.parse(new File(walk, "builds/DeployTo$environment-BlueGreen/target/xacct/$name/deployment.json"))
  assert deployed.verdict == 'succeeded'
  assert deployed.imageDigest == built
  assert new File(walk, "DeployTo$environment-BlueGreen.log").text.contains("role/demo-app-$name-deploy as xacct-demo-app-demo-app-$name-stage-")
}

// No stage after Build has or makes classes; each has the commit, and the check before an approval a role of its own.
def builds = new File(walk, 'builds').listFiles().findAll { it.directory && !(it.name in ['Source', '.git']) }
assert builds.size() == 7
builds.each { assert !new File(it, 'target/classes').exists() && new File(it, 'src/main/java').exists() }
def looked = new File(walk, 'ApproveProd-Check.log').text
assert looked.contains('role/demo-app-prod-look as ')

// Production is deployed by ECS itself, at whose service the check may look.
assert looked.contains(' ok, 0 failed, 0 warnings, ') && !looked.contains('needs ')
assert new File(walk, 'DeployToProd-BlueGreen.log').text.contains('PRODUCTION_TRAFFIC_SHIFT succeeded')

// Who approves could decide; of two one rejected, which left production alone.
assert printed('demo-app to prod: Answer on /health (commit ')
assert printed(" by Ada). Image $built. Tests in test: 1 run, 0 failed. Changes in prod: ")
assert printed('Rejected by QA in stage ApproveProd.')
assert printed('Not reached, and nothing changed there: DeployToProd, TestProd.')
assert json.parse(new File(walk, 'pipeline.json')).status == 'rejected'

// docs/guide.md has these very commands and what they print, but for what differs from run to run.
def plain = { String text ->
  text.replace(basedir.path, '/home/ada/demo-app')
      .replaceAll(/\d\d:\d\d:\d\d/, '09:00:00')
      .replaceAll(/\d{4}-\d\d-\d\d/, '2026-01-01')
      .replaceAll(/\d+ (min|h) \d+ (s|min)\b|\d+(\.\d+)? (s|ms)\b/, '1 s')
      .replaceAll(/127\.0\.0\.1:\d+/, '127.0.0.1:8080')
      .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/, 'abcdef')
      .replaceAll(/bucket-[0-9a-z]{12}\b/, 'bucket-123456789abc')
      .replaceAll(/d-[0-9A-Z]{9}\b/, 'd-123456789')
      .replaceAll(/deployed:  \S+ /, 'deployed:  d-123456789 ') // ECS's have another form
      .replaceAll(/-[0-9A-Z]{12,13}\b/, '-123456789ABC')
      .replaceAll(/\b[0-9a-f]{7,64}\b/, 'abcdef')
      .replaceAll(/\b\d+ requests\b/, '1 requests')
}
def numbered = log.split(/(?m)^.*--- xacct-maven-plugin:.*---$|^.*--- xacct:.* ---$/).drop(1)
def output = { int number, String shown ->
  def lines = numbered[number].readLines().collect { it.replaceAll(/\u001b\[[0-9;]*m/, '') }
  def end = lines.findIndexOf { it.contains('-> [Help 1]') || it.startsWith('[INFO] ----') && !lines.any { l -> l.contains('-> [Help 1]') } }
  lines.take(end).collect { it.replaceFirst(/^\[INFO\] /, '') }.findAll { it =~ shown }.collect {
    it.replace(basedir.path, '/home/ada/demo-app')
  }.join('\n') + '\n'
}
def guide = new File(basedir, '../../../docs/guide.md')
def commands = new Properties()
new File(basedir, 'invoker.properties').withInputStream { commands.load(it) }
int number = 0
def differing = []
def now = guide.text.replaceAll(/(?s)```sh\nmvn ([^\n]*)\n```\n\n<!-- shown: ([^\n]*) -->\n```\n(.*?)```/) { all, command, shown, was ->
  assert command == commands["invoker.goals.${number + 1}".toString()]
  def is = output(number++, shown)
  if (plain(is) == plain(was)) {
    return all
  }
  differing << "mvn $command\n--- the guide says\n$was--- it printed\n$is"
  "```sh\nmvn $command\n```\n\n<!-- shown: $shown -->\n```\n$is```"
}
assert number == commands.keySet().count { it.startsWith('invoker.goals.') }
if (System.getProperty('guide.rewrite') != null) {
  guide.text = now
} else if (differing) {
  println differing.join('\n')
  throw new IllegalStateException('docs/guide.md is out of date: mvn verify -Dinvoker.test=pipeline -Dguide.rewrite')
}
return true
