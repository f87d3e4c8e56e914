def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def digest = { run -> (run =~ /sha256:[0-9a-f]{64}/)[0] }
def junit = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/xacct/test/TEST-smoke-tests.xml'))
def smoke = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/xacct/test/smoke-tests.json'))

assert runs.length == 6
assert runs[2].contains('Its smoke tests have not been run on what it runs')
assert runs[3].contains('1 smoke test passed')
assert junit.@tests == '1'
assert junit.@failures == '0'
assert smoke.passed
assert runs[4].contains('Promoting from test what it runs')
assert runs[4].contains('By RegisterTaskDefinition')
assert runs[5].contains('Verdict: succeeded')
assert digest(runs[5]) == digest(runs[1])
assert !runs[5].contains('Building the image')
assert runs[5].contains('Notified arn:aws:sns:eu-central-1:333333333333:releases: promote: deployment to prod started')
assert runs[5].contains('Notified arn:aws:sns:eu-central-1:333333333333:releases: promote: succeeded in prod')
assert new File(basedir, 'only-pom').list().sort() == ['pom.xml', 'target']
assert new File(basedir, 'only-pom/target').list() as List == ['xacct']
