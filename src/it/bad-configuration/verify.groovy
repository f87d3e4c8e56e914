def log = new File(basedir, 'build.log').text.replace('\r', '').replace('[ERROR] ', '')
def printed = { log.contains(it) }

assert printed('BUILD FAILURE')
// One list of what is wrong on the command line, in the properties and in the configuration.
assert printed('''
The command line and the configuration of xacct-maven-plugin have 13 problems.
'''.trim())
assert printed('''
-Dxacct.dryrun: unknown property: did you mean -Dxacct.dryRun?
-Dxacct.rehearse.minute: invalid value 'soon': expected a time such as 1s or 250ms
-Dxacct.rehersal: unknown property: did you mean -Dxacct.rehearse?
-Dxacct.tset.profile: unknown environment 'tset': did you mean test? known: test, tools
properties/xacct.waitUntill: unknown property: did you mean xacct.waitUntil?
environments/environment[test]/task: unexpected text between its elements: remove it, or write an element for it
environments/environment[test]/externalId: nothing sets ${ext.id}: define it, or write $${ext.id} to have it literally
environments/environment[test]/task/port: unknown element: did you mean <containerPort>?
rehearse: invalid value 'flase': expected true or false
regstry: unknown element: did you mean <registry>?
registry/account: '1111' is not an AWS account id: an id has 12 digits, such as 111111111111
environments/environment[test]/task/memory: Fargate has no memory 4096 for cpu 256: write one of 512, 1024, 2048
-Denv: unknown environment 'tset': did you mean test? known: test
Try: correct the command line and pom.xml. Nothing was contacted or changed.
'''.trim())
// Not even the embedded AWS.
assert !printed('Rehearsing')
assert !new File(basedir, 'target/xacct').exists()
