def log = new File(basedir, 'build.log').text
def told = { log.contains(it) }
def matches = { (log =~ it).find() }

assert told('BUILD FAILURE')
assert matches(/Deployment d-\w+ was aborted: [34] tasks of the replacement task set have died/)
assert told('exit code 1')
assert told('| Exception in thread')
assert told('Rolled back by d-')
assert told('Try: ')

// Blue answers on: nobody outside has noticed.
assert matches(/[1-9]\d*, failed: 0, answered by/)

// Maven and the image apart, which take longer on a busy machine.
assert ((log =~ /rolled-back after ([\d.]+) s/)[0][1] as double) < 30
