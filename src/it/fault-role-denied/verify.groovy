def log = new File(basedir, 'build.log').text
def told = { log.contains(it) }

assert told('BUILD FAILURE')
assert told('Cannot assume role arn:aws:iam::222222222222:role/fault-role-denied-test-deploy')
assert told('AWS said: AccessDenied')
assert told('trust policy')
assert told('Try: ')
// Nobody has asked anything of the registry or the target account.
assert !told('Pushed')
assert !told('Registered')
assert !told('Deployment d-')

