// The demo app's sources, in a repository of their own: what a pipeline brings is a commit. Evaluated by prebuild.groovy.
def demo = new File(basedir, '../../../src/it/demo-app')
new File(demo, 'src').eachFileRecurse(groovy.io.FileType.FILES) { file ->
  def copy = new File(basedir, demo.toPath().relativize(file.toPath()).toString())
  copy.parentFile.mkdirs()
  copy.bytes = file.bytes
}
new File(basedir, '.gitignore').text = 'target/\nbuild.log\n'
for (command in [['init', '-q'], ['add', '.'], ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Answer on /health']]) {
  assert (['git'] + command).execute(null, basedir).waitFor() == 0
}
