def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def file = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/xacct/test/preflight.json'))

assert runs.length == 3
assert runs[1] =~ /  ok      production-listener  /
assert runs[1] =~ /60 checks: \d+ ok, 0 failed, 0 warnings, \d+ skipped; \d+ requests to AWS in /
assert runs[1].contains('BUILD SUCCESS')
assert runs[2] =~ /  FAIL    assume  /
assert runs[2].contains('A deployment to test would fail: role.assume.')
assert runs[2].readLines().contains('aws iam get-role --role-name preflight-test-deploy --query Role.AssumeRolePolicyDocument')
assert !file.passed
assert file.checks.size() == 60
assert file.checks.findAll { it.outcome == 'FAIL' }*.id == ['role.assume']
// Nothing was built or pushed for it.
assert !new File(basedir, 'target/xacct/image.json').exists()
assert !new File(basedir, 'target/classes').exists()
