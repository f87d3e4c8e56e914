def log = new File(basedir, 'build.log').text
def told = { log.contains(it) }

assert told('BUILD FAILURE')
assert told('<registry><account>')
assert told('1111')
assert told('<memory>')
assert told('4096')
// Not even the embedded AWS.
assert !told('Rehearsing')
assert !new File(basedir, 'target/xacct').exists()
