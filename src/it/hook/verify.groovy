def log = new File(basedir, 'build.log').text
def second = log.indexOf('BUILD SUCCESS')
assert second > 0
def accepted = log.substring(0, second)
def refused = log.substring(second)

assert accepted.contains('Not simulated: hook AfterAllowTraffic, which succeeds; function arn:aws:lambda:eu-central-1:222222222222:function:smoke runs with <rehearsal><functions>')
assert !accepted.contains('Not simulated: hook BeforeAllowTraffic')
assert accepted =~ /BeforeAllowTraffic succeeded/
assert accepted.contains('Verdict: succeeded')

assert refused =~ /Deployment d-\w+ failed at BeforeAllowTraffic/
assert refused.contains('CodeDeploy said: HOOK_EXECUTION_FAILURE')
assert refused.contains('Function release-gate of the hook BeforeAllowTraffic: It reported the status Failed')
assert refused.contains('  | The gate is closed.')
assert refused.contains('Rolled back by d-')

// Blue answers on: nobody outside has noticed.
assert (refused =~ /[1-9]\d*, failed: 0, answered by/).find()
