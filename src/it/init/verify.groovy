def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def taskdef = new groovy.json.JsonSlurper().parse(new File(basedir, 'src/main/ecs/taskdef.json'))
def block = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/xacct/pom-plugin.xml'))
def environment = block.configuration.environments.environment

assert runs.length == 4
def (deployed, read, planned) = runs[1].split(/xacct-maven-plugin:\S+:(?:init|plan) /)
assert read.contains('Wrote src/main/ecs/taskdef.json') || read.contains('ecs/taskdef.json')
assert read.contains('<deploymentGroup>init-test</deploymentGroup>')
assert planned.contains('Nothing to do')
assert runs[2].contains('init does not overwrite existing files')
assert runs[3].contains('BUILD SUCCESS')
assert environment.name == 'stage'
assert environment.role == 'arn:aws:iam::333333333333:role/ci'
assert environment.service == 'shop'
assert taskdef.containerDefinitions[0].image == '<IMAGE1_NAME>'
assert block.version.text() != ''
// The embedded service's placeholder has no execution role, which an image in ECR needs.
assert runs[3].contains('Before a deployment can use it, correct taskdef.json')
