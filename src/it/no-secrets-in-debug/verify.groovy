def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }
def matches = { (log =~ it).find() }

assert printed('[DEBUG]')
assert printed('BUILD SUCCESS')
assert ['SecretAccessKey', 'SessionToken', 'Security-Token', 'authorizationToken', 'Authorization:']
    .findAll { log.toLowerCase().contains(it.toLowerCase()) } == []
// Base64 of "AWS:", with which the registry's token begins.
assert !matches(/QVdTO[A-Za-z0-9+\/=]{8}/)
// Of a session, and of the builder.
assert !matches(/A[KS]IA[A-Z0-9]{16}/)
