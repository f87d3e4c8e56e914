def log = new File(basedir, 'build.log').text

def runs = log.split('Scanning for projects')
assert runs.length == 8
assert runs[1].contains('Deployment d-')
assert !runs[1].contains('Nothing to do')
assert runs[2].contains('Nothing to do')
assert runs[2].contains('BUILD SUCCESS')
assert !runs[2].contains('Deployment d-')
assert !runs[2].contains('Registered')
// The goals of the help; the one deployment in the history.
assert runs[2].contains('xacct:smoke-test')
assert (runs[2] =~ /d-\w{9}  succeeded/).count == 1
(3..5).each { assert runs[it].contains('No deployment is in flight') }
assert runs[6].contains('There is no good deployment to go back to')
// The move to ECS and back is rehearsed under requests.
assert runs[7].contains('Deployed by ECS itself: ')
assert runs[7].contains('Deployed by CodeDeploy, on the way back: ')
assert runs[7] =~ / 0 of \d+ requests failed from the beginning to the end/
