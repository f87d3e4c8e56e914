def log = new File(basedir, 'build.log').text

// What a module prints, and the failure that Maven prints after all of them.
def sections = log.split(/\] Building (?=\S+ 1\.0)/).drop(1).collectEntries { [(it.split(/\s/)[0]): it.split('Reactor Summary')[0]] }
def failures = log.split('Reactor Summary')[1].split(/on project /).drop(1).collectEntries { [(it.split(/:/)[0]): it] }
assert sections.keySet() == ['faults', 'fault-alarm', 'fault-crash-loop', 'fault-pull-denied', 'fault-role-denied', 'dry-run'] as Set
assert failures.keySet() == ['fault-alarm', 'fault-crash-loop', 'fault-pull-denied', 'fault-role-denied'] as Set

// An alarm goes off while traffic shifts: blue gets all of it back.
def alarm = failures['fault-alarm']
assert alarm =~ /Deployment d-\w+ was stopped at AllowTraffic/
assert alarm.contains('CodeDeploy said: ALARM_ACTIVE')

// Tasks of the new version die one after the other, and the app has the last word.
def crash = failures['fault-crash-loop']
assert crash =~ /Deployment d-\w+ was aborted: [34] tasks of the replacement task set have died/
assert crash.contains('exit code 1')
assert crash.contains('| Exception in thread')
// The error shows the last eight lines of a task; where all of them are stands below.
def cut = crash =~ /(?s)Last lines of task \S+\n((?:[^\n]*  \| [^\n]*\n)+).*?full report: (\S+deployment\.html)/
assert cut.find()
assert cut.group(1).readLines().size() <= 8
assert new File(cut.group(2)).text.contains('Last lines of its log')

// The repository does not let the target account pull: no task starts.
def pull = failures['fault-pull-denied']
assert pull =~ /Deployment d-\w+ was aborted/
assert pull.contains('CannotPullContainerError')
assert pull.contains('ecr:BatchGetImage')

for (name in ['fault-alarm', 'fault-crash-loop', 'fault-pull-denied']) {
  assert failures[name].contains('Rolled back by d-')
  // Nobody outside has noticed.
  assert sections[name] =~ /[1-9]\d*, failed: 0, answered by/
}
failures.values().each { assert it.contains('Try: ') }

// The target role does not trust the builder: nobody has asked anything of the registry or the target account.
def role = failures['fault-role-denied']
assert role.contains('Cannot assume role arn:aws:iam::222222222222:role/fault-role-denied-test-deploy')
assert role.contains('AWS said: AccessDenied')
assert role.contains('trust policy')

assert sections['dry-run'].contains('Dry run')
assert sections['dry-run'].contains('+ taskRoleArn')
assert !sections['dry-run'].contains('Created repository')
for (name in ['fault-role-denied', 'dry-run']) {
  ['Pushed', 'Registered', 'Deployment d-'].each { assert !sections[name].contains(it) }
}
