import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }

assert printed('BUILD SUCCESS')
assert printed('All production traffic is on green')

def written = new JsonSlurper().parse(new File(basedir, 'target/xacct/test/taskdef.json'))
def image = new JsonSlurper().parse(new File(basedir, 'target/xacct/image.json'))
assert written.family == 'template-files-test'
assert written.cpu == '512'
assert written.executionRoleArn == 'arn:aws:iam::222222222222:role/template-files-test-execution'
assert written.containerDefinitions[0].environment == [[name: 'GREETING', value: 'hello from the pom']]
assert written.containerDefinitions[0].image.endsWith('@' + image.digest)
// AWS says these, nobody may register them.
assert written.revision == null && written.status == null

def appSpec = new File(basedir, 'target/xacct/test/appspec.yaml').text
assert appSpec.contains('task-definition/template-files-test:1')
assert appSpec.contains('1.4.0')
