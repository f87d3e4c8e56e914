def log = new File(basedir, 'build.log').text

def runs = log.split('Scanning for projects')
assert runs.length == 3
assert runs[1].contains('Deployment d-')
assert !runs[1].contains('Nothing to do')
assert runs[2].contains('Nothing to do')
assert runs[2].contains('BUILD SUCCESS')
assert !runs[2].contains('Deployment d-')
assert !runs[2].contains('Registered')
