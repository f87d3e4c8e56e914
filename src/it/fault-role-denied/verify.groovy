def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }

assert printed('BUILD FAILURE')
assert printed('Cannot assume role arn:aws:iam::222222222222:role/fault-role-denied-test-deploy')
assert printed('AWS said: AccessDenied')
assert printed('trust policy')
assert printed('Try: ')
// Nobody has asked anything of the registry or the target account.
assert !printed('Pushed')
assert !printed('Registered')
assert !printed('Deployment d-')

