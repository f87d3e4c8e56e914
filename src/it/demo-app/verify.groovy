def log = new File(basedir, 'build.log').text
def told = { log.contains(it) }

assert told('BUILD SUCCESS')
assert told('All production traffic is on green')
assert (log =~ /[1-9]\d*, failed: 0, answered by/).find()
for (file in ['image.json', 'imageDetail.json', 'test/taskdef.json', 'test/appspec.yaml']) {
  assert new File(basedir, "target/xacct/$file").exists()
}
