import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }
def walk = new File(basedir, 'target/xacct/pipeline')

assert printed('Deployed to all environments')
assert printed(' succeeded as arn:aws:iam::333333333333:role/demo-app-prod-codepipeline')
def built = new JsonSlurper().parse(new File(walk, 'artifacts/Build/target/xacct/image.json')).digest
def tested = new JsonSlurper().parse(new File(walk, 'builds/TestProd-SmokeTest/target/xacct/prod/smoke-tests.json'))
assert tested.passed
assert tested.image.endsWith(built)
// The stage of the environment has made them, of the commit; of Build comes the digest alone.
def rendered = new JsonSlurper().parse(new File(walk, 'artifacts/Files1/target/xacct/prod/taskdef.json'))
assert rendered.containerDefinitions[0].image.endsWith(built)
assert new File(walk, 'artifacts/Build/target/xacct').list() as List == ['image.json']

// The test stage asked over TLS, by the app's own name.
def asked = new File(walk, 'TestProd-SmokeTest.log').text
assert asked.contains('https://shop.example.com')
