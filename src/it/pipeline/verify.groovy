import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def told = { log.contains(it) }
def walk = new File(basedir, 'target/xacct/pipeline')
def json = new JsonSlurper()

// All the way, with one build, and the digest in production is the one that was built.
assert told('Stage 9 of 9, TestProd')
assert told('The pipeline went all the way')
assert log.count('Stage 2 of 9, Build') == 1
def built = json.parse(new File(walk, 'artifacts/Build/target/xacct/image.json')).digest
for (environment in ['Dev', 'Test', 'Prod']) {
  def name = environment.toLowerCase()
  def deployed = json.parse(new File(walk, "builds/DeployTo$environment-BlueGreen/target/xacct/$name/deployment.json"))
  assert deployed.verdict == 'succeeded'
  assert deployed.imageDigest == built
  assert new File(walk, "DeployTo$environment-BlueGreen.log").text.contains("role/demo-app-$name-deploy as xacct-demo-app-demo-app-build-")
}

// No stage after Build has or makes classes.
assert new FileNameFinder().getFileNames(new File(walk, 'builds').path, '*/target/classes/**', 'Source/**').isEmpty()

// Who approves could decide, and a rejection left production alone.
assert told("demo-app to prod: Answer on /health (commit ")
assert told(" by Ada). Image $built. Tests in test: 1 run, 0 failed. Changes in prod: ")
assert told('Rejected by Approval in stage ApproveProd.')
assert told('Not reached, and nothing changed there: DeployToProd, TestProd.')
assert json.parse(new File(walk, 'pipeline.json')).status == 'rejected'
