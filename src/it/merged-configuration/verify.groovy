import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def taskOf = { new JsonSlurper().parse(new File(basedir, "target/xacct/$it/taskdef.json")) }

// An execution for each: of the parent, of this pom with the profile's size, and two of their own.
assert taskOf('test').family == 'merged-configuration-test'
assert taskOf('test').cpu == '256'
assert taskOf('prod').executionRoleArn == 'arn:aws:iam::333333333333:role/merged-configuration-prod-execution'
assert taskOf('prod').cpu == '1024'
assert taskOf('stage').executionRoleArn == 'arn:aws:iam::555555555555:role/merged-configuration-stage-execution'
assert taskOf('qa').executionRoleArn == 'arn:aws:iam::444444444444:role/merged-configuration-qa-execution'

// What the profile clash does is no accident that is met unawares.
assert log.contains("<environment> 'elsewhere' (pom.xml, profile clash) would take over")
assert log.contains("<environment> 'prod' (pom.xml) would be lost")
assert log.contains('combine.children="append"')
