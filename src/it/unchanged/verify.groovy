def log = new File(basedir, 'build.log').text

def runs = log.split('Scanning for projects')
assert runs.length == 4
assert runs[1].contains('Deployment d-')
assert !runs[1].contains('Nothing to do')
def (again, moved) = runs[2].split(/xacct-maven-plugin:\S+:migrate /)
assert again.contains('Nothing to do')
assert !again.contains('Deployment d-')
assert !again.contains('Registered')
// The goals of the help; the one deployment in the history.
assert again.contains('xacct:smoke-test')
assert (again =~ /d-\w{9}  succeeded/).count == 1
// The move to ECS and back is rehearsed under requests.
assert moved.contains('Deployed by ECS itself: ')
assert moved.contains('Deployed by CodeDeploy, on the way back: ')
assert moved =~ / 0 of \d+ requests failed from the beginning to the end/
assert moved.contains('BUILD SUCCESS')

// Goals of one Maven, each of which finds nothing to do.
def failures = runs[3].split('Reactor Summary')[1].split(/on project /).drop(1).collectEntries { [(it.split(/:/)[0]): it] }
assert failures.keySet() == ['wait', 'stop', 'continue', 'rollback'] as Set
['wait', 'stop', 'continue'].each { assert failures[it].contains('No deployment is in flight') }
assert failures.rollback.contains('There is no good deployment to go back to')
