// A repository of its own with the demo app, whose environments have smoke tests: what a pipeline brings is a commit.
def demo = new File(basedir, '../../../src/it/demo-app')
new AntBuilder().copy(todir: basedir) { fileset(dir: demo, includes: 'src/**') }
def tests = '</task><smokeTests><smokeTest><path>/health</path></smokeTest></smokeTests>'
new File(basedir, 'pom.xml').text = new File(demo, 'pom.xml').text.replace('</task>', tests)
new File(basedir, '.gitignore').text = 'target/\nbuild.log\n'
for (command in [['init', '-q'], ['add', '.'], ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Answer on /health']]) {
  assert (['git'] + command).execute(null, basedir).waitFor() == 0
}
