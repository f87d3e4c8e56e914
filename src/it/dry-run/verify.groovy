def log = new File(basedir, 'build.log').text

assert log.contains('BUILD SUCCESS')
assert log.contains('Dry run')
assert log.contains('cpu')
assert !log.contains('Pushed')
assert !log.contains('Created repository')
assert !log.contains('Registered')
assert !log.contains('Deployment d-')
