def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }

assert printed('BUILD SUCCESS')
assert printed('Dry run')
assert printed('+ taskRoleArn')
assert !printed('Pushed')
assert !printed('Created repository')
assert !printed('Registered')
assert !printed('Deployment d-')
