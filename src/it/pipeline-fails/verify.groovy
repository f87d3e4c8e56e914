import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }
def walk = new File(basedir, 'target/xacct/pipeline')

assert log.count('BUILD SUCCESS') == 1
assert log.count('BUILD FAILURE') == 2
assert log.count('Stage 2 of 4, Build') == 1 // retries build nothing

// The final test fails: production goes back to the first version while that still runs.
assert printed('Stage TestProd failed.')
assert printed('/nothing-here: GET http://')
assert printed('demo-app-prod:2 at http://')
def tested = new File(walk, 'TestProd-SmokeTest.log').text
assert tested.contains('Rolling back by deployment ')
assert tested.contains('Verdict: rolled-back')

// The app crashes at its start: aborted early, rolled back, nothing tested.
assert printed('Stage DeployToProd failed.')
assert printed("Unrecognized VM option 'NoSuchOption'")
assert printed('task-definition/demo-app-prod:1 serves production.')
def json = new JsonSlurper().parse(new File(walk, 'pipeline.json'))
assert json.status == 'failed'
assert json.stages*.status == ['earlier', 'earlier', 'failed', 'waiting']
assert printed('Pipeline demo-app failed in stage DeployToProd, action BlueGreen. Stage DeployToProd failed.')
