def log = new File(basedir, 'build.log').text

assert log.contains('BUILD FAILURE')
assert log.contains('Cannot assume role arn:aws:iam::222222222222:role/fault-role-denied-test-deploy')
assert log.contains('AWS said: AccessDenied')
assert log.contains('trust policy')
assert log.contains('Try: ')
// Nobody has asked anything of the registry or the target account.
assert !log.contains('Pushed')
assert !log.contains('Registered')
assert !log.contains('Deployment d-')


// 30 on an idle machine; others may be at work on this one.
def seconds = (log =~ /Total time:\s+([\d.]+) s/)[0][1] as double
assert seconds < 60
