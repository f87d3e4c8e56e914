def log = new File(basedir, 'build.log').text
def runs = log.split('Scanning for projects')
assert runs.length == 6

assert runs[1].contains('templates; its README.md describes how to deploy them.')
assert new File(basedir, 'target/xacct/templates').list().any { it.startsWith('1-') }
assert runs[1].contains('tools (account 111111111111, eu-central-1): arn:aws:iam::111111111111:user/')
assert runs[1].contains('+ add        2 resources: IAM: Policy, Role')
assert runs[1].contains('Hourly costs')
assert runs[1].contains('Service CREATE_COMPLETE')
assert runs[1].contains('environments.json')

def again = runs[1].substring(runs[1].lastIndexOf(':bootstrap (default-cli)'))
assert again.contains('Nothing to change: all 6 stacks match their templates.')
assert !again.contains('CREATE')

assert runs[2].contains('Assumed arn:aws:iam::222222222222:role/')
assert runs[2].contains('placeholder')
assert runs[2].contains('Verdict: succeeded')

assert runs[3].contains('the desired count of the service is 0')
assert runs[3].contains('aws logs delete-log-group')
assert !new File(basedir, 'target/xacct/rehearsal/environments.json').text.contains('"test"')

// Nobody is asked in a log, so nothing is done.
assert runs[4].contains('Delete these stacks of tools? There is no terminal to confirm on. Nothing was changed.')
assert runs[4].contains('BUILD FAILURE')

// A pipeline that could read no source is not made, nor anything else.
assert runs[5].contains("The pipeline's connection is PENDING.")
assert !runs[5].contains('Hourly costs')
return true
