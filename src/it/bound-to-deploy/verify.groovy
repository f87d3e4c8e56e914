def log = new File(basedir, 'build.log').text

def (rehearsed, offline) = log.split('Scanning for projects').drop(1)
assert rehearsed.contains('Skipping artifact deployment')
assert rehearsed.contains('All production traffic is on green')
assert rehearsed.contains('BUILD SUCCESS')

// Maven by itself would skip a goal that needs the network, and end with success.
assert offline.contains('BUILD FAILURE')
assert offline.contains('cannot work offline')
