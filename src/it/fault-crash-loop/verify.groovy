def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }
def matches = { (log =~ it).find() }

assert printed('BUILD FAILURE')
assert matches(/Deployment d-\w+ was aborted: [34] tasks of the replacement task set have died/)
assert printed('exit code 1')
assert printed('| Exception in thread')
// The error shows the last eight lines of a task; where all of them are stands below.
def cut = (log =~ /(?s)Last lines of task \S+\n((?:[^\n]*  \| [^\n]*\n)+).*?full report: (\S+deployment\.html)/)
assert cut.find()
assert cut.group(1).readLines().size() <= 8
assert new File(cut.group(2)).text.contains('Last lines of its log')
assert printed('Rolled back by d-')
assert printed('Try: ')

// Blue answers on: nobody outside has noticed.
assert matches(/[1-9]\d*, failed: 0, answered by/)

// Maven and the image apart, which take longer on a busy machine.
assert ((log =~ /rolled-back after ([\d.]+) s/)[0][1] as double) < 30
