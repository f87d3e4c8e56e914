def log = new File(basedir, 'build.log').text

assert log.contains('BUILD FAILURE')
assert log.contains('<registry><account>')
assert log.contains('1111')
assert log.contains('<memory>')
assert log.contains('4096')
// Not even the embedded AWS.
assert !log.contains('Rehearsing')
assert !new File(basedir, 'target/xacct').exists()
