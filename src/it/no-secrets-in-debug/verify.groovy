def log = new File(basedir, 'build.log').text

assert log.contains('[DEBUG]')
assert log.contains('BUILD SUCCESS')
['SecretAccessKey', 'SessionToken', 'Security-Token', 'authorizationToken', 'Authorization:']
    .each { assert !log.toLowerCase().contains(it.toLowerCase()) }
// Base64 of "AWS:", with which the registry's token begins.
assert !(log =~ /QVdTO[A-Za-z0-9+\/=]{8}/)
// Of a session, and of the builder.
assert !(log =~ /A[KS]IA[A-Z0-9]{16}/)
