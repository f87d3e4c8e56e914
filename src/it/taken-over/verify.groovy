def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def packed = { text -> text.replaceAll('\\s', '') }
def block = new File(basedir, 'before/target/xacct/pom-plugin.xml').text
def version = new groovy.xml.XmlSlurper().parseText(block).version.text()
def pasted = new File(basedir, 'pasted.xml').text.replace('${xacct.version}', version)

assert runs.length == 4
assert runs[1].contains('Verdict: succeeded')
// As it is printed it can be pasted: no line of it has Maven's mark.
assert runs[2].contains(block)
assert packed(pasted).contains(packed(block))
assert runs[2].count('Assumed arn') == 1
assert !runs[2].contains('[WARNING]')
assert runs[3].contains('Nothing to do')
assert runs[3].contains('BUILD SUCCESS')
