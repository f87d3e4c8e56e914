def log = new File(basedir, 'build.log').text
def told = { log.contains(it) }

assert told('BUILD SUCCESS')
assert told('Dry run')
assert told('+ taskRoleArn')
assert !told('Pushed')
assert !told('Created repository')
assert !told('Registered')
assert !told('Deployment d-')
